package io.roomscribe.rooms;

/** What a session tells the rest of the application; CDI events outside of tests. */
interface SessionNews {

  /** On the room lane. */
  void spoken(SpokenUtterance utterance);

  /** Audio is missing. Any lane. */
  void missing(AudioGap gap);

  /** On the control lane. */
  void changed(SessionChanged change);

  /** On the control lane: asks who has still work to do before the session is called ended. */
  void finishing(SessionFinishing finishing);
}
