package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.ThreadLanes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is stopped in the midst of finals, and started again. */
class DatabaseRestartTest {
  @TempDir Path directory;
  @TempDir Path files;

  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void finals_databaseStoppedAndStarted_areStoredOnceAndInOrderWithBothProviders()
      throws Exception {
    try (RestartedPostgres postgres = new RestartedPostgres(directory)) {
      for (TestDatabase database : TestDatabase.on("PostgreSQL", postgres.dataSource())) {
        told.clear();
        outage(postgres, database);
      }
    }
  }

  private void outage(RestartedPostgres postgres, TestDatabase database) throws Exception {
    String session = database.newSession("standup");
    try (ThreadLanes lanes = new ThreadLanes()) {
      StoreQueue queue =
          new StoreQueue(
              lanes,
              (batch, again) ->
                  database.inTransaction(entities -> LineStore.write(entities, batch, again)),
              new Teller(),
              new Backlog.Bounds(files.resolve(session), 1 << 20, 10));
      List<String> said = new ArrayList<>();
      say(queue, session, said, 20);
      postgres.stop();
      say(queue, session, said, 40);
      postgres.start();
      say(queue, session, said, 20);

      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(queue.state().waiting()).isZero());
      assertThat(
              database.inTransaction(e -> new LineFinder(e).storedAfter(session, 0, 1000)).stream()
                  .map(StoredLine::utteranceId))
          .as("%s", database)
          .isEqualTo(said);
      assertThat(told).as("%s", database).isEqualTo(said);
      queue.close().toCompletableFuture().join();
    }
  }

  private static void say(StoreQueue queue, String session, List<String> said, int count) {
    for (int i = 0; i < count; i++) {
      String id = "u" + said.size();
      said.add(id);
      await()
          .until(
              () ->
                  queue.offer(
                      Entry.of(Spoken.utterance(session, id, Spoken.line("anna", 0, "word")), 0)));
    }
  }

  private final class Teller implements StoreQueue.Announcer {
    @Override
    public void stored(StoredUtterance utterance) {
      told.add(utterance.utteranceId());
    }

    @Override
    public void closed(TranscriptClosed end) {
      told.add("closed");
    }
  }
}
