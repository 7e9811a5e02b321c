/// Parts of timestamps and durations.
enum TimeFunctions {
  static let all: [Function] = [
    part("getFullYear", "year", "The year.") { $0.year },
    part("getMonth", "month", "The month, 0 for January.") { $0.month - 1 },
    part("getDayOfYear", "day_of_year", "The day of the year, from 0.") { $0.dayOfYear },
    part("getDayOfMonth", "day_of_month", "The day of the month, from 0.") { $0.day - 1 },
    part("getDate", "day_of_month_1_based", "The day of the month, from 1.") { $0.day },
    part("getDayOfWeek", "day_of_week", "The day of the week, 0 for Sunday.") { $0.dayOfWeek },
    part("getHours", "hours", "The hour of the day; of a duration, its whole hours.", unit: 3_600_000_000_000)
    {
      $0.secondOfDay / 3_600
    },
    part(
      "getMinutes", "minutes", "The minute of the hour; of a duration, its whole minutes.",
      unit: 60_000_000_000
    ) {
      $0.secondOfDay / 60 % 60
    },
    part(
      "getSeconds", "seconds", "The second of the minute; of a duration, its whole seconds.",
      unit: 1_000_000_000
    ) {
      $0.secondOfDay % 60
    },
    milliseconds,
  ]

  /// A part of a timestamp in UTC or in a time zone, and of a duration if it has a unit (in nanoseconds).
  private static func part(
    _ name: String, _ id: String, _ documentation: String, unit: Int64? = nil,
    _ part: @escaping @Sendable (CivilTime) -> Int64
  ) -> Function {
    var overloads: [Overload] = [
      .method("timestamp_to_\(id)") { (time: Timestamp) throws(EvaluationError) -> Int64 in
        try checkRange(time)
        return part(CivilTime(secondsSinceEpoch: time.secondsSinceEpoch))
      },
      inZone("timestamp_to_\(id)_with_tz") { time, zone in
        let offset = zone.offset(at: time.secondsSinceEpoch)
        return part(CivilTime(secondsSinceEpoch: time.secondsSinceEpoch, offset: offset))
      },
    ]
    if let unit { overloads.append(durationPart("duration_to_\(id)", unit)) }
    return Function(name, documentation, overloads)
  }

  private static let milliseconds = Function(
    "getMilliseconds", "The thousandths of the second; of a duration, its whole milliseconds.",
    [
      .method("timestamp_to_milliseconds") { (time: Timestamp) -> Int64 in Int64(time.nanoseconds / 1_000_000)
      },
      inZone("timestamp_to_milliseconds_with_tz") { time, _ in Int64(time.nanoseconds / 1_000_000) },
      durationPart("duration_to_milliseconds", 1_000_000),
    ])

  private static func durationPart(_ id: String, _ unit: Int64) -> Overload {
    .method(id) { (duration: Duration) -> Int64 in (duration.wholeNanoseconds ?? 0) / unit }
  }

  /// A constant zone is read from the zone database once, any other one for each value.
  private static func inZone(
    _ id: String, _ part: @escaping @Sendable (Timestamp, TimeZone) -> Int64
  ) -> Overload {
    .binary(id, true) {
      (time: Timestamp, name: String, budget: inout Budget) throws(EvaluationError) -> Int64 in
      try budget.charge(1_000)
      try checkRange(time)
      guard let zone = TimeZone(name) else {
        throw EvaluationError(.invalidArgument, "there is no such time zone", value: .string(name))
      }
      return part(time, zone)
    }.preparing(argument: 1) {
      (constant: Value) throws(Overload.PreparationFailure) -> Overload.Implementation? in
      guard case .string(let name) = constant else { return nil }
      guard let zone = TimeZone(name) else {
        throw Overload.PreparationFailure(
          message: "there is no time zone `\(name)`", help: "as in `'Europe/Vienna'`, `'UTC'` or `'+02:00'`")
      }
      return .binary { (time: Value, _: Value, _: inout Budget) throws(EvaluationError) -> Value? in
        guard case .timestamp(let time) = time else { return nil }
        try checkRange(time)
        return .int(part(time, zone))
      }
    }
  }

  private static func checkRange(_ time: Timestamp) throws(EvaluationError) {
    guard !time.isInRange else { return }
    throw EvaluationError(.overflow, "the time is outside of the years 1 to 9999", value: .timestamp(time))
  }
}
