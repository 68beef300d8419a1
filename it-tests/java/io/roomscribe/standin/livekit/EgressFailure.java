package io.roomscribe.standin.livekit;

/** What an egress fails of: the error and the code that its EgressInfo gives. */
final class EgressFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  EgressFailure(String error, int code, Throwable cause) {
    super(error, cause);
    this.code = code;
  }

  int code() {
    return code;
  }
}
