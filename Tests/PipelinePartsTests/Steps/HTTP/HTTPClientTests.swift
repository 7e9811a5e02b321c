import Glibc
import PipelineTesting
import Resilience
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

  @Test func aConnectionThatTheServerClosedMeanwhileIsNotUsedAgain() async throws {
    let server = LocalServer { _ in .answer(200) }
    let client = HTTPClient()
    let request = HTTPRequest(url: server.url + "/", manner: HTTPManner(.get, isRepeatable: true))
    #expect(try await client.send(request).status == 200)
    server.stop()
    server.start()
    #expect(try await client.send(request).status == 200)
    #expect(server.requests.count == 2)
  }

  @Test func aTimeoutNamesTheLimitThatWasReached() async throws {
    let server = LocalServer { _ in .stall }
    let client = HTTPClient()
    let manner = HTTPManner(.get, isRepeatable: true)
    let messages = await withTaskGroup(of: String.self) { group in
      for number in 0..<64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        var request = HTTPRequest(url: server.url + "/", manner: manner)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        // All parts of a millisecond: curl counts whole ones.
        request.until = Instant(nanoseconds: now + 300_000_000 + Int64(number) * 15_625)
        request.limit = .nanoseconds(1_000_000_793)
        group.addTask { [request] in
          do throws(HTTPProblem) { return "\(try await client.send(request).status)" } catch {
            return error.message
          }
        }
      }
      return await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(messages.allSatisfy { $0.contains(" within 1s") && !$0.contains("793") }, "\(messages)")
  }

  @Test func aHandleIsToldWhatTheNextRequestIs() async throws {
    let server = LocalServer { _ in .answer(200) }
    let client = HTTPClient()
    let (get, post) = (HTTPManner(.get, isRepeatable: true), HTTPManner(.post, isRepeatable: true))
    let delete = HTTPManner(.delete, isRepeatable: true)
    let body = Array("x".utf8)
    let requests = [
      HTTPRequest(url: server.url + "/1", headers: ["A: 1"], manner: get),
      HTTPRequest(url: server.url + "/2", body: body, manner: post),
      HTTPRequest(url: server.url + "/3", manner: get),
      HTTPRequest(url: server.url + "/4", body: body, manner: delete),
      HTTPRequest(url: server.url + "/5", manner: delete),
    ]
    for request in requests { #expect(try await client.send(request).status == 200) }
    let seen = server.requests.map {
      "\($0.method) \($0.path) \($0.headers["a"] ?? "-") \($0.headers["content-length"] ?? "-")"
    }
    #expect(seen == ["GET /1 1 -", "POST /2 - 1", "GET /3 - -", "DELETE /4 - 1", "DELETE /5 - -"])
  }
}
