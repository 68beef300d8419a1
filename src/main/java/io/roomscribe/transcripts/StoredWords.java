package io.roomscribe.transcripts;

import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.Told;
import io.roomscribe.rooms.ToldWords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/** Reads what of a session is stored, once all that waits before is. */
@ApplicationScoped
class StoredWords implements ToldWords {
  @Inject TranscriptRecorder recorder;
  @Inject LineStore store;
  @Inject Lanes lanes;

  @Override
  public CompletionStage<Told> of(String sessionId, long fromMs) {
    return recorder
        .allStored()
        .thenApplyAsync(done -> store.told(sessionId, fromMs), lanes.blockingExecutor());
  }
}
