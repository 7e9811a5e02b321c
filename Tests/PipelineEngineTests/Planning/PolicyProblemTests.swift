import ConfigSpec
import Testing

@testable import PipelineEngine

@Suite struct PolicyProblemTests {
  static let services: [MarkedPolicy] = [
    MarkedPolicy(
      "services: {a: {failure_threshold: «0»}}", "`failure_threshold` must be at least 1, found 0"),
    MarkedPolicy("services: {a: {«failure_treshold»: 3}}", "unknown key `failure_treshold` in `a`"),
    MarkedPolicy(
      "services: {a: {timeout: 5s, «timeout_ms»: 5000}}", "`timeout` and `timeout_ms` are one setting"),
    MarkedPolicy(
      "services: {a: {timeout: «5»}}",
      "`timeout` must be a duration such as `500ms`, `5s`, `2m` or `1h30m`, found 5"),
    MarkedPolicy(
      "services: {a: {timeout_ms: «5s»}}", "`timeout_ms` must be a number of milliseconds, found `5s`"),
    MarkedPolicy(
      "services: {a: {success_threshold: 3, half_open: {max_calls: «2»}}}",
      "`max_calls` must be at least success_threshold (3), found 2"),
    MarkedPolicy(
      "services: {a: {failure_rate: {threshold: 50%, window: «5 calls»}}}",
      "`window` of 5 calls can never hold minimum_calls (10)"),
    MarkedPolicy(
      "services: {a: {failure_rate: {threshold: 50%, window: «60»}}}",
      "`window` must be a duration such as `60s` or a number of calls such as `100 calls`, found 60"),
    MarkedPolicy(
      "services: {a: {timeout: 20s, half_open: {lease: «10s»}}}",
      "`lease` must be longer than `timeout` (20s), found 10s"),
    MarkedPolicy(
      "services: {a: {timeout: «20s», deadline: 10s}}",
      "`timeout` must be at most the deadline (10s), found 20s"),
    MarkedPolicy(
      "services: {a: {timeout: 2s, slow_call: {threshold: «3s»}}}",
      "`threshold` must be at most `timeout` (2s), found 3s"),
    MarkedPolicy(
      "services: {a: {retry: {base_delay: «2m»}}}", "`max_delay` must be at least `base_delay` (2m), found 1m"
    ),
    MarkedPolicy(
      "services: {a: {retry: {delay: «5s»}}}", "`delay` does nothing with `strategy: exponential`"),
    MarkedPolicy(
      "services: {a: {retry: {max_retries: 0, base_delay: «5s»}}}",
      "`base_delay` does nothing with `max_retries: 0`"),
    MarkedPolicy(
      "services: {a: {bulkhead: {max_concurrent: 1, max_queue: 0, max_wait: «5s»}}}",
      "`max_wait` does nothing with `max_queue: 0`"),
    MarkedPolicy(
      "services: {a: {retry: {strategy: fixed, base_delay: «5s»}}}",
      "`base_delay` does nothing with `strategy: fixed`"),
    MarkedPolicy(
      "services: {a: {retry: {jitter: «ful»}}}",
      "`jitter` must be `none`, `full`, `equal` or `decorrelated` or a map or `true` or `false`, found `ful`"),
    MarkedPolicy(
      "services: {a: {retry: {jitter: {plus: 10%, spread: «50%»}}}}",
      "`plus` and `spread` are two kinds of jitter"),
    MarkedPolicy(
      "services: {a: {«bulkhead»: {max_queue: 1}}}", "the key `max_concurrent` is missing in `bulkhead`"),
    MarkedPolicy("services: {a: {fallback: {service: «b»}}}", "there is no service `b`"),
    MarkedPolicy("services: {a: {fallback: {service: «a»}}}", "the service `a` is its own fallback"),
    MarkedPolicy(
      "services: {a: {fallback: {value: 1, skip: «true»}}}", "`value` and `skip` are two fallbacks"),
    MarkedPolicy(
      "services: {a: {state: «open»}}", "`state` must be `normal`, `isolated` or `disabled`, found `open`"),
    MarkedPolicy(
      "services: {a: {count_as_failure: [«transent»]}}",
      "`count_as_failure[0]` must be `transient`, `permanent`, `business` or `system`, found `transent`"),
    MarkedPolicy(
      "services: {a: {inject: [{every: «5s», error: system}]}}", "`every` does nothing without `for`"),
    MarkedPolicy(
      "services: {a: {failure_rate: {threshold: «0%»}}}", "`threshold` must be more than 0%, found `0%`"),
  ]

  @Test(arguments: services) func servicesAreChecked(_ sample: MarkedPolicy) { sample.expectProblem() }

  static let others: [MarkedPolicy] = [
    MarkedPolicy("dead_letter_queue: {max_size: «0»}", "`max_size` must be at least 1, found 0"),
    MarkedPolicy(
      "dead_letter_queue: {retry_delay: «5m»}", "`retry_delay` must be a number of seconds, found `5m`"),
    MarkedPolicy(
      "dead_letter_queue: {retry_delay: «300»}", "`retry_delay` does nothing without `max_retries`"),
    MarkedPolicy(
      "dead_letter_queue: {budget: «-1»}",
      "`budget` must be a whole number or a share such as `0.85` or `85%` or a map, found -1"),
    MarkedPolicy("dead_letter_queue: {«budget»: {}}", "`budget` needs `records` or `share`"),
    MarkedPolicy(
      "dead_letter_queue: {budget: {records: 5, minimum_records: «9»}}",
      "`minimum_records` does nothing without `share`"),
    MarkedPolicy("dead_letter_queue: {on_full: «drop_oldest»}", "`on_full` does nothing without a limit"),
    MarkedPolicy(
      "dead_letter_queue: {max_size: 1, on_full: «drop»}",
      "`on_full` must be `stop`, `drop_oldest` or `drop_newest`, found `drop`"),
    MarkedPolicy("routing: {default: [«slak»]}", "there is no channel `slak`"),
    MarkedPolicy(
      "routing: {rules: [{severity: critical, channels: [log, «ops»]}]}", "there is no channel `ops`"),
    MarkedPolicy("routing: {rules: [{channels: «[]»}]}", "`channels` is empty"),
    MarkedPolicy(
      "routing: {rules: [{channels: [log], response_time: «imediate»}]}",
      "`response_time` must be `immediate` or a duration such as `1h`, found `imediate`"),
    MarkedPolicy(
      "channels: {a: {uses: «slak»}}",
      "`uses` must be `slack`, `pagerduty`, `email`, `webhook`, `file` or `log`, found `slak`"),
    MarkedPolicy(
      "channels: {a: {uses: slack, with: {«url»: x, webhook_url: y}}}",
      "unknown key `url` in `channels.a.with`"),
    MarkedPolicy("channels: {a: {uses: «file»}}", "the key `path` is missing in `channels.a.with`"),
    MarkedPolicy("errors: [{«match»: {}, class: fatal}]", "`match` has no condition"),
    MarkedPolicy("errors: [{«match»: {type: X}}]", "the rule changes nothing"),
    MarkedPolicy("errors: [{match: {status: «42»}, class: fatal}]", "`status` can't be 42"),
    MarkedPolicy(
      "alerts: [{name: a, condition: x > 1}, {name: «a», condition: x > 2}]", "two alerts are named `a`"),
    MarkedPolicy("«stages»: []", "`stages` belongs in the pipeline file"),
    MarkedPolicy("«service»: {a: {}}", "unknown key `service`"),
    MarkedPolicy("«[a]»", "a policy file must be a map, found a list"),
  ]

  @Test(arguments: others) func everythingElseIsChecked(_ sample: MarkedPolicy) { sample.expectProblem() }

  static let traps: [MarkedPolicy] = [
    MarkedPolicy(
      "alerts:\n  - name: a\n    condition: «{job=\"x\"} > 1»\n",
      "a value that starts with `{` is a YAML map; text follows its end"),
    MarkedPolicy(
      "alerts:\n  - name: a\n    condition: x > 1\n    annotations:\n      description: «{{ $value }}»\n",
      "`{{` without quotes is a YAML map inside a map"),
    MarkedPolicy(
      "alerts:\n  - name: a\n    condition: «{job=\"x\"}»\n",
      "`condition` must be text with a PromQL condition, found a map"
    ),
    MarkedPolicy(
      "alerts:\n  - name: a\n    condition: rate(x «# [5m]) > 1»\n",
      "`condition` is cut off here: in YAML ` #` begins a comment"),
    MarkedPolicy(
      "channels: {a: {uses: slack, with: {webhook_url: \"«${SLACK}»\"}}}",
      "`SLACK` is neither a param nor an environment variable"),
  ]

  @Test(arguments: traps) func trapsHaveMessagesOfTheirOwn(_ sample: MarkedPolicy) { sample.expectProblem() }

  static let conditions: [MarkedPolicy] = [
    MarkedPolicy(
      "alerts: [{name: a, condition: 'rate«(»x[5m] > 1'}]", "`condition` has a `(` that is never closed"),
    MarkedPolicy(
      "alerts: [{name: a, condition: 'rate(x[5m]«]») > 1'}]", "`condition` has a `]` without its `[`"),
    MarkedPolicy(
      "alerts: [{name: a, condition: 'x{job=«\"»a} > 1'}]", "`condition` has a quote that is never closed"),
    MarkedPolicy("alerts: [{name: a, condition: 'x «=» 1'}]", "`condition` compares with `=`"),
    MarkedPolicy(
      "alerts: [{name: a, condition: 'x > 1 «&&» y > 2'}]", "`condition` has `&&`, which PromQL doesn't know"),
    MarkedPolicy("alerts: [{name: a, condition: 'x «>»'}]", "`condition` has nothing after `>`"),
    MarkedPolicy("alerts: [{name: a, condition: '«>» 1'}]", "`condition` has nothing before `>`"),
    MarkedPolicy("alerts: [{name: a, condition: 'x «100»'}]", "`condition` lacks an operator before `100`"),
    MarkedPolicy(
      "alerts: [{name: a, condition: 'rate(x[«5»]) > 1'}]", "`condition` has a range without a unit"),
    MarkedPolicy(
      "alerts: [{name: a, condition: 'x > «5mb»'}]",
      "`condition` has `5mb`, which is neither a number nor a duration"),
    MarkedPolicy("alerts: [{name: a, condition: «''»}]", "`condition` is an empty expression"),
    MarkedPolicy(
      "alerts: [{name: a, condition: «sum(x)»}]",
      "`condition` compares nothing: the alert fires as long as there is a value"),
    MarkedPolicy(
      "alerts: [{name: a, condition: x > 1, annotations: {d: 'is «{{» $value'}}]",
      "`d` has a `{{` that is never closed"),
  ]

  @Test(arguments: conditions) func conditionsAreChecked(_ sample: MarkedPolicy) { sample.expectProblem() }

  @Test(arguments: [
    "rate(errors_total[5m]) > 10", "dlq_messages > 100", "up", "up{job=\"x\", env!~'a|b'}", "absent(up)",
    "sum by (job) (rate(x[5m])) / on (job) group_left sum(y) > bool 0.5", "x offset 5m > 1e+3",
    "histogram_quantile(0.99, sum(rate(d_bucket[5m])) by (le)) > 0.2", "x > 5 and y < 3 unless z == 0",
    "max_over_time(x[1h:5m]) >= -1", "-x < 1", "x @ start() > 1", "a:b:c != 2 or vector(1) > 0",
    "{__name__=~\"x.*\"}", "x > 1 # hot",
  ]) func rightConditionsPass(_ condition: String) {
    let syntax = ConditionSyntax(condition)
    #expect(syntax.problem == nil)
    #expect(syntax.decides)
  }
}
