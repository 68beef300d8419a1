package io.roomscribe.faults;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * Something that goes wrong, and what may be missing afterwards.
 *
 * @param name as it is selected with {@code -Dfaults=}
 * @param layout of the nodes that it needs
 * @param instants at which moments of the conversation it is tried
 * @param gapBound most audio that the session may declare missing because of it
 * @param recoveryBound how long it may take from the fault's beginning to the next caption
 * @param injection makes it happen; returns when it is over
 */
record Fault(
    String name,
    Surroundings.Layout layout,
    Instants instants,
    Duration gapBound,
    Duration recoveryBound,
    Injection injection) {

  /** At which moments a fault is tried. */
  enum Instants {
    /** While a word arrives, and in a pause. */
    WORD_AND_PAUSE,
    /** At one random instant. */
    RANDOM_ONCE,
    /** At twenty random instants. */
    RANDOM_TWENTY;

    List<Trial.Moment> moments() {
      return switch (this) {
        case WORD_AND_PAUSE -> List.of(Trial.Moment.WORD, Trial.Moment.PAUSE);
        case RANDOM_ONCE -> List.of(Trial.Moment.RANDOM);
        case RANDOM_TWENTY -> Collections.nCopies(20, Trial.Moment.RANDOM);
      };
    }
  }

  /** Makes a fault happen. */
  interface Injection {

    /** Returns when what is wrong has ended, and only recovery is left. */
    void inject(Scene scene) throws InterruptedException;
  }
}
