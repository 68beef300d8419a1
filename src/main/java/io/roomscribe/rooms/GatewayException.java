package io.roomscribe.rooms;

/** The conferencing server did not do what was asked. */
public final class GatewayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the session does about it. */
  public enum Category {
    /** The egress quota of the account or project is used up: wait for a free one. */
    QUOTA,
    /** No egress service has room, or none answers: wait. */
    NO_CAPACITY,
    /** No such room, track or egress. */
    NOT_FOUND,
    /** The key is missing, wrong, or lacks a grant: nothing helps but an operator. */
    UNAUTHORIZED,
    /** The server is too old for what was asked: ask for something else. */
    UNSUPPORTED,
    /** The request is wrong as we made it. */
    INVALID_REQUEST,
    /** The answer was lost or the server is out of order: what was asked may have happened. */
    UNKNOWN_OUTCOME
  }

  private final Category category;

  /**
   * Trouble of the given category.
   *
   * @param message for the operator; never holds keys or tokens
   */
  public GatewayException(Category category, String message) {
    super(message);
    this.category = category;
  }

  /** What to do about it. */
  public Category category() {
    return category;
  }

  /** Whether another kind of request may do better: neither room, key nor number is the matter. */
  public boolean isOfThisRequest() {
    return category == Category.INVALID_REQUEST
        || category == Category.UNKNOWN_OUTCOME
        || category == Category.UNSUPPORTED;
  }

  /** Whether it would have done so, had there been an egress free. */
  public boolean isLackOfEgresses() {
    return category == Category.QUOTA || category == Category.NO_CAPACITY;
  }
}
