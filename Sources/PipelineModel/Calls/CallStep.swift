/// A step that asks someone else: asynchronous, one record at a time, driven through the layers of its policy.
///
/// The engine prepares calls one after another, makes them side by side, and assigns their results one after another;
/// so a step never touches a batch from two threads at the same time.
public protocol CallStep: Sendable {
  /// Whether a call may be sent twice without an idempotency key: true for reading and for replacing, false for
  /// what adds something each time.
  var isRepeatable: Bool { get }

  /// Whether an attempt ends by itself at its `until`, and at once when its task is cancelled, so that it needs no timer
  /// and no task of its own.
  var keepsTime: Bool { get }

  /// Whether records may wait in the step before it hands them to whoever does the work. The time limit of an attempt
  /// then holds as `CallAttempt.isWorkedOn` says, and meanwhile the deadline alone.
  var keepsWaiting: Bool { get }

  /// Where everything around the calls had best happen; nil if it does not matter.
  ///
  /// A step that waits for answers on a thread of its own names it, and no call then costs a change of threads, which
  /// takes longer than the call of a near service.
  var executor: (any TaskExecutor)? { get }

  /// Copies out of a record what its call needs.
  ///
  /// - Throws: a failure of this record, before anything was sent.
  func prepare(_ row: Int, in batch: Batch) throws(Failure) -> any PreparedCall

  /// The call that an earlier process saved with `PreparedCall.saved`; nil if it can't be made any more.
  func restore(_ saved: String) -> (any PreparedCall)?

  /// What to assign when the constant of a fallback takes the place of an answer.
  ///
  /// - Parameter json: the constant as JSON text.
  func substitute(_ json: String) -> CallResult

  /// Called once before the first call of a run, with a way to the run's log.
  func open(_ log: @escaping @Sendable (String) -> Void)

  /// Opens nothing new, ends what is open: called once after the last call of a run.
  func close() async
}

extension CallStep {
  /// The engine does.
  public var keepsTime: Bool { false }

  /// It doesn't.
  public var keepsWaiting: Bool { false }

  /// Anywhere.
  public var executor: (any TaskExecutor)? { nil }

  /// No call.
  public func restore(_ saved: String) -> (any PreparedCall)? { nil }

  /// Nothing to open.
  public func open(_ log: @escaping @Sendable (String) -> Void) {}

  /// Nothing to end.
  public func close() async {}
}

/// A call with everything it needs of its record; one attempt after another is made of it.
public protocol PreparedCall: Sendable {
  /// The call as text, without secrets, for undoing a stage in a later process; nil if it can't be saved.
  var saved: String? { get }

  /// Makes one attempt.
  ///
  /// It stops soon after its task is cancelled; what it throws or returns then is ignored.
  ///
  /// - Throws: a failure whose `effect` says whether something may have happened on the other side.
  func attempt(_ attempt: CallAttempt) async throws(Failure) -> CallResult
}

extension PreparedCall {
  /// Can't be saved.
  public var saved: String? { nil }
}
