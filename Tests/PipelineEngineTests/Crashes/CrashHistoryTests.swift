import Glibc
import Testing

@testable import PipelineEngine

@Suite struct CrashHistoryTests {
  typealias Place = CrashMark.Place

  private func history(_ marks: CrashMark...) -> CrashHistory {
    var history = CrashHistory()
    for mark in marks { history.add(mark) }
    return history
  }

  /// A crash of a run that worked on many records at a time.
  private func crash(readingUpTo offset: Int64, inFile file: Int = 0) -> CrashMark {
    CrashMark(signal: SIGSEGV, epoch: 3, read: Place(file: file, offset: offset))
  }

  /// A crash at one record.
  private func crash(at offset: Int64, stage: Int = 1, signal: Int32 = SIGSEGV) -> CrashMark {
    CrashMark(
      signal: signal, epoch: 3, read: Place(file: 0, offset: offset + 10),
      record: Place(file: 0, offset: offset), stage: stage)
  }

  @Test func withoutACrashThereIsNothingToBeCarefulAbout() {
    #expect(history().careful(from: nil) == nil)
    #expect(history().count == 0)
  }

  @Test func isCarefulUpToWhereTheCrashedRunHadRead() {
    let history = history(crash(readingUpTo: 500))
    #expect(history.careful(from: nil) == Place(file: 0, offset: 500))
    #expect(history.careful(from: Place(file: 0, offset: 499)) == Place(file: 0, offset: 500))
  }

  @Test func aCheckpointBehindThatPlaceEndsTheCare() {
    let history = history(crash(readingUpTo: 500))
    #expect(history.careful(from: Place(file: 0, offset: 500)) == nil)
    #expect(history.careful(from: Place(file: 1, offset: 0)) == nil)
  }

  @Test func placesOfALaterFileAreFurtherOn() {
    let history = history(crash(readingUpTo: 20, inFile: 1), crash(readingUpTo: 500))
    #expect(history.careful(from: Place(file: 0, offset: 600)) == Place(file: 1, offset: 20))
  }

  @Test func aCrashBeforeAnythingWasReadIsNoRecordsFault() {
    let history = history(CrashMark(signal: SIGABRT, epoch: 0))
    #expect(history.careful(from: nil) == nil)
    #expect(history.count == 1)
  }

  @Test func aCrashAmongManyRecordsCondemnsNone() {
    let history = history(crash(readingUpTo: 500), crash(readingUpTo: 500), crash(readingUpTo: 500))
    #expect(history.condemned(at: Place(file: 0, offset: 0)) == nil)
  }

  @Test func oneCrashAloneMayBeChance() {
    let history = history(crash(readingUpTo: 500), crash(at: 40))
    #expect(history.condemned(at: Place(file: 0, offset: 40)) == nil)
  }

  @Test func theSecondCrashAloneCondemnsTheRecordAndNoOther() {
    let history = history(crash(readingUpTo: 500), crash(at: 40), crash(at: 60), crash(at: 40))
    #expect(
      history.condemned(at: Place(file: 0, offset: 40))
        == CrashHistory.Suspect(crashes: 2, stage: 1, signal: SIGSEGV))
    #expect(history.condemned(at: Place(file: 0, offset: 60)) == nil)
  }

  @Test func aRecordThatCrashesInTwoStagesIsSetAsideBeforeTheFirst() {
    let history = history(crash(at: 40, stage: 2, signal: SIGILL), crash(at: 40, stage: 1, signal: SIGSEGV))
    #expect(
      history.condemned(at: Place(file: 0, offset: 40))
        == CrashHistory.Suspect(crashes: 2, stage: 1, signal: SIGSEGV))
  }

  @Test func carefulCrashesDontShortenTheCare() {
    let history = history(crash(readingUpTo: 500), crash(at: 40))
    #expect(history.careful(from: nil) == Place(file: 0, offset: 500))
  }
}
