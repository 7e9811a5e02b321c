import ConfigSpec

extension Codec where Value == Double {
  /// A share that is kept as a fraction: `0.5` or `50%`, more than nothing.
  static var share: Codec<Double> {
    Codec<Double>(
      shape: Share.shape,
      decode: { node, decoding in
        guard let share = Share.decode(node, &decoding) else { return nil }
        guard share.fraction > 0 else {
          decoding.reject(node, "more than 0%")
          return nil
        }
        return share.fraction
      }, json: { Share($0).json(for: $1) })
  }
}
