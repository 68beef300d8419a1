package io.roomscribe.rooms;

import java.util.concurrent.CompletionStage;

/** Stores what sessions tell, after it was told. Threading: any thread; never blocks. */
public interface Storing {

  /**
   * Completes once all that was told so far is in the database, including what an earlier process
   * of this node left to be stored; exceptionally when that cannot be read at the moment.
   */
  CompletionStage<Void> allStored();
}
