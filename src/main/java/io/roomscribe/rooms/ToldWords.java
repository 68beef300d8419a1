package io.roomscribe.rooms;

import java.util.concurrent.CompletionStage;

/**
 * Knows what of a session is stored; implemented where transcripts are.
 *
 * <p>Threading: any thread; does not block.
 */
public interface ToldWords {

  /**
   * What is stored of the session, with all that an earlier process left in this node's write-ahead
   * files and that was offered to them before this call.
   *
   * @param fromMs words that end before it are left out; ms since the session's position zero
   * @return completes when that is known, which takes as long as the database is away;
   *     exceptionally when it cannot be known at the moment: to be asked again later
   */
  CompletionStage<Told> of(String sessionId, long fromMs);
}
