package io.roomscribe.captions;

/**
 * The connection to one viewer. Threading: called by one thread at a time, never blocks.
 *
 * <p>Errors: a connection that broke says so by {@link #isOpen}, not by exceptions.
 */
interface Pipe {
  /**
   * May something be written now? When not, the viewer is told through {@link Viewer#pump} as soon
   * as it may.
   */
  boolean isReady();

  /** Writes text; only after {@link #isReady} has said yes. */
  void write(String text);

  /** Hands what was written to the network; only after {@link #isReady} has said yes. */
  void flush();

  /** The end of the answer. Idempotent. */
  void close();

  /** Neither closed nor broken. */
  boolean isOpen();
}
