package io.roomscribe.rooms;

/** What is stored of a session cannot be understood: reading it again will not help. */
final class UnreadableSessionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableSessionException(String part, RuntimeException cause) {
    super("its stored " + part + " cannot be read", cause);
  }
}
