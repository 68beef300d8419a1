package io.roomscribe.rooms;

/**
 * Takes a session's mix as it is made, beside speech-to-text.
 *
 * <p>Units: mono s16 at 16 kHz; positions count samples since the session's position zero and only
 * go on. From one block to the next they touch, but after a restart of the node.
 *
 * <p>Threading: called on the room lane, and must not wait for anything.
 */
public interface BlockSink {

  /** Nobody wants the mix. */
  BlockSink NONE =
      new BlockSink() {
        @Override
        public void take(short[] block, long positionSamples) {}

        @Override
        public void close() {}
      };

  /**
   * A block and its place on the session's clock.
   *
   * @param block reused after the call
   */
  void take(short[] block, long positionSamples);

  /** The session mixes no more here. Any thread; again: does nothing. */
  void close();
}
