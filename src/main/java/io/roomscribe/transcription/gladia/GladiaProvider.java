package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.MemoryJournal;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.TranscriptionStream;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpClient;

/** Gladia as a provider: one HTTP client for all, one lane and one journal per stream. */
@ApplicationScoped
class GladiaProvider implements TranscriptionProvider {

  /** A stream has a handful of tasks under way at any time; see {@link GladiaStream}. */
  private static final int LANE_CAPACITY = 256;

  private static final int SAMPLE_BYTES = 2;

  @Inject GladiaSettings settings;
  @Inject Lanes lanes;
  @Inject Clock clock;

  private HttpClient client;

  @PostConstruct
  void start() {
    client =
        HttpClient.newBuilder()
            .executor(lanes.blockingExecutor())
            .connectTimeout(settings.connectTimeout)
            // An address in plain HTTP would otherwise be asked for an upgrade to HTTP/2.
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public String name() {
    return "gladia";
  }

  @Override
  public TranscriptionStream open(StreamOptions options, TranscriptionListener listener) {
    GladiaTuning tuning = settings.tuning();
    Lane lane = lanes.computeLane("gladia", LANE_CAPACITY);
    StreamTools tools =
        new StreamTools(
            api(),
            JdkSocket.dialer(client, tuning.patience().connect(), lanes, lane),
            lanes,
            lane,
            clock,
            tuning,
            options.channels() * SAMPLE_BYTES,
            bytesPerSecond(options));
    GladiaStream stream =
        new GladiaStream(
            new InitRequest(options, tuning).body(), journal(options, tuning), tools, listener);
    if (settings.access().key().isPresent()) {
      stream.open();
    } else {
      stream.refuse(keyMissing());
    }
    return stream;
  }

  @Override
  public void probe() {
    if (settings.access().key().isEmpty()) {
      throw keyMissing();
    }
    api().probe();
  }

  private GladiaApi api() {
    return new GladiaApi(client, settings.access(), settings.requestTimeout);
  }

  private static MemoryJournal journal(StreamOptions options, GladiaTuning tuning) {
    return new MemoryJournal(tuning.unacknowledged().toSeconds() * bytesPerSecond(options));
  }

  private static int bytesPerSecond(StreamOptions options) {
    return options.sampleRateHz() * options.channels() * SAMPLE_BYTES;
  }

  private static TranscriptionException keyMissing() {
    return new TranscriptionException(Category.UNAUTHORIZED, "GLADIA_API_KEY is not set");
  }
}
