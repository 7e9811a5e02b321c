import PipelineEngine
import PipelineModel
import Resilience
import Testing

@testable import pipeline

struct DeadLetterJSONTests {
  @Test func writesTheDocumentedKeysAndTheRecordByteByByte() {
    #expect(
      DeadLetterJSON(Samples.letter).pretty == """
        {
          "message_id": "msg_01",
          "original_queue": "labs-january",
          "error_type": "ConversionError",
          "error_message": "field `age` is not an integer",
          "message_body": {"id":"7","age":"x","big":12345678901234567890.10},
          "metadata": {"received_at":"2026-10-14T08:30:00.000Z","failed_at":"2026-10-14T08:30:01.000Z","retry_count":0,"trace_id":"ab","redeliveries":0,"next_redelivery":null},
          "class": "permanent",
          "severity": "medium",
          "stage": "types",
          "field": "age",
          "source": {"file":"data/labs.csv","line":12,"offset":340},
          "original": "7,x",
          "fingerprint": "500457b414ee94ad",
          "run_id": "run_1",
          "plan_digest": "cd",
          "sequence": 3,
          "sequence_key": null,
          "attempts": []
        }
        """)
  }

  @Test func saysWhenARunMayRedeliverIt() {
    let policy = Redelivery(maxRetries: 1, delay: .seconds(300))
    var letter = Samples.letter
    letter.failureClass = .transient
    #expect(
      DeadLetterJSON(letter, policy).line.contains(
        #""redeliveries":0,"next_redelivery":"2026-10-14T08:35:01.000Z"}"#))
    letter.redeliveries = 1
    #expect(DeadLetterJSON(letter, policy).line.contains(#""redeliveries":1,"next_redelivery":null}"#))
  }

  @Test func writesBytesThatAreNoTextInBase64() {
    var letter = Samples.letter
    letter.original = [0xFF, 0x00]
    letter.body = []
    let line = DeadLetterJSON(letter).line
    #expect(line.contains(#""original":{"base64":"/wA="}"#))
    #expect(line.contains(#""message_body":null"#))
  }
}
