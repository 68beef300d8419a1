package io.roomscribe.security;

/** A credential is missing or does not hold. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * Refused.
   *
   * @param message for the caller; never holds the credential
   */
  public RefusedException(String message) {
    super(message);
  }
}
