package io.roomscribe.transcription;

/** Trouble with the speech-to-text service; the category decides what happens next. */
public final class TranscriptionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the session does about it. */
  public enum Category {
    /** The service refuses the request as we made it: retrying is useless. */
    INVALID_REQUEST,
    /** The key is missing, wrong or revoked: nothing helps but an operator. */
    UNAUTHORIZED,
    /** All concurrent streams of the account are in use: wait and try again. */
    BUSY,
    /** The service or the way to it is out of order: try again. */
    UNAVAILABLE,
    /** The service ended the stream for good (expired, too long, silent): a new one is needed. */
    EXPIRED
  }

  private final Category category;

  /**
   * Trouble of the given category.
   *
   * @param message for the operator; never holds keys, tokens or what was said
   */
  public TranscriptionException(Category category, String message) {
    super(message);
    this.category = category;
  }

  /** What to do about it. */
  public Category category() {
    return category;
  }
}
