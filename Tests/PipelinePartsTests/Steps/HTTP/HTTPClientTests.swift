import Testing

@testable import PipelineParts

@Suite struct HTTPClientTests {
  @Test("A task on the client's thread comes to its end though the client is closed meanwhile")
  func aTaskSurvivesTheClient() async {
    let client = HTTPClient()
    let task = Task(executorPreference: client.executor) {
      await Task.yield()
      client.close()
      for _ in 0..<100 { await Task.yield() }
      return await withTaskGroup(of: Int.self) { group in
        for number in 1...10 { group.addTask { number } }
        return await group.reduce(0, +)
      }
    }
    #expect(await task.value == 55)
  }

  @Test("A request of a closed client begins anew, and a task that is cancelled gets no answer")
  func aClosedClientBeginsAnew() async {
    let client = HTTPClient()
    client.close()
    let task = Task(executorPreference: client.executor) { () -> HTTPProblem.Kind? in
      withUnsafeCurrentTask { $0?.cancel() }
      do throws(HTTPProblem) {
        _ = try await client.send(
          HTTPRequest(url: "http://127.0.0.1:1/", manner: HTTPManner(.get, isRepeatable: true)))
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(await task.value == .cancelled)
  }
}
