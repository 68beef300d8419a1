package io.roomscribe.ingest.rtmp;

import io.roomscribe.audio.PcmInput;
import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what one publisher sends, by an FFmpeg that is started with the first audio and started
 * again whenever it dies.
 *
 * <p>Shape: bodies of FLV audio tags in; s16le, 2 channels, 48 kHz out, about 1 ms later.
 *
 * <p>Absent: a hole in the publisher's time of up to 2 s comes out as silence; what is sent while
 * no FFmpeg runs is left out, which the mixer sees as audio that did not arrive.
 *
 * <p>Errors: an FFmpeg that hangs, or floods, is killed by a watch. One that died is replaced at
 * once, from the second time in a row after a pause; after {@value #MOST_DEATHS} the publisher is
 * sent away. It has proved itself, and the count begins anew, after {@link #PROOF}.
 *
 * <p>Threading: {@link #tag} and {@link #close} on the publisher's thread, {@link #end} from any.
 *
 * <p>Ownership: owns its FFmpeg, of which there is never more than one that feeds the input.
 *
 * <p>Source: options as of FFmpeg 5.1 and 8.0; their delay was measured, see BENCHMARKS.md.
 */
final class FfmpegDecoder implements FlvSink {

  private static final Logger LOG = System.getLogger(FfmpegDecoder.class.getName());

  static final int MOST_DEATHS = 6;
  static final Duration PROOF = Duration.ofSeconds(30);

  private static final Duration WATCH_PERIOD = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  /**
   * Beyond this difference between samples and timestamps silence is put in or samples left out.
   */
  private static final String RESAMPLING = "aresample=48000:async=1:min_hard_comp=0.05";

  /** Which audio, and as what it comes out. */
  static final List<String> TO_PCM =
      words("-map 0:a:0 -af " + RESAMPLING + " -ac 2 -f s16le -flush_packets 1 pipe:1");

  /** Every packet is decoded as it comes: no looking ahead to find out what it may be. */
  static final List<String> EAGER =
      words(
          "-hide_banner -nostats -loglevel level+warning -threads 1"
              + " -fflags nobuffer -flags low_delay -probesize 32 -analyzeduration 0");

  private static final List<String> ARGUMENTS =
      Stream.of(EAGER, words("-f flv -i pipe:0"), TO_PCM).flatMap(List::stream).toList();

  private final String name;
  private final PcmInput to;
  private final Workshop workshop;
  private final RtmpTally tally;
  private final FlvAudio flv = new FlvAudio();
  private final PublisherTime time = new PublisherTime();
  private final BackOff pauses = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
  private final Cancellable watching;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private volatile @Nullable FfmpegProcess process;
  private byte[] sequenceHeader = {};
  private long startedNs;
  private long startedMs;
  private long notBeforeNs;
  private int deaths;

  /**
   * A decoder for one publication.
   *
   * @param name for the log; holds no key
   */
  FfmpegDecoder(String name, PcmInput to, Workshop workshop, RtmpTally tally) {
    this.name = name;
    this.to = to;
    this.workshop = workshop;
    this.tally = tally;
    this.watching = workshop.lanes().every(WATCH_PERIOD, workshop.watch(), this::watch);
  }

  @Override
  public void tag(int type, int timestampMs, ByteBuffer payload) throws IOException {
    requireGoingOn();
    if (type != FlvAudio.AUDIO) {
      return;
    }
    if (FlvAudio.isSequenceHeader(payload)) {
      learn(payload);
      return;
    }
    long timeMs = time.at(timestampMs);
    // Ends at the latest when too many have died in a row.
    for (FfmpegProcess running = running(timeMs); running != null; running = running(timeMs)) {
      try {
        flv.tag(timeMs - startedMs, payload);
        running.write(flv.bytes(), flv.length(), timeMs - startedMs);
        flv.clear();
        return;
      } catch (IOException dead) {
        bury(running);
      }
    }
  }

  /** Decodes what is left, then ends. */
  @Override
  public void close() {
    watching.cancel();
    end.complete("the publisher went");
    FfmpegProcess running = process;
    process = null;
    if (running != null) {
      running.finish(FAREWELL);
    }
  }

  /** Takes and gives nothing more: the next tag is refused with the cause. Does not block. */
  void end(String cause) {
    watching.cancel();
    end.complete(cause);
    FfmpegProcess running = process;
    if (running != null) {
      running.kill();
    }
  }

  /** Why it ended; empty while it goes on. */
  String cause() {
    return end.getNow("");
  }

  private void requireGoingOn() throws IOException {
    if (end.isDone()) {
      throw new IOException(cause());
    }
  }

  /** Every FFmpeg needs it first; with a new one everything begins anew. */
  private void learn(ByteBuffer payload) {
    byte[] learnt = new byte[payload.remaining()];
    payload.duplicate().get(learnt);
    FfmpegProcess running = process;
    if (running != null && !Arrays.equals(learnt, sequenceHeader)) {
      running.finish(FAREWELL);
      process = null;
    }
    sequenceHeader = learnt;
  }

  /** The FFmpeg to write to; null during a pause between two. */
  private @Nullable FfmpegProcess running(long timeMs) throws IOException {
    FfmpegProcess running = process;
    if (running != null && !running.isAlive()) {
      bury(running);
      running = null;
    }
    if (running == null && workshop.clock().nanoTime() >= notBeforeNs) {
      running = start(timeMs);
    }
    return running;
  }

  private @Nullable FfmpegProcess start(long timeMs) throws IOException {
    FfmpegProcess started;
    startedNs = workshop.clock().nanoTime();
    startedMs = timeMs;
    try {
      started = FfmpegProcess.start(name, ARGUMENTS, to, workshop);
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, () -> name + " FFmpeg does not start", failure);
      count("FFmpeg cannot be run: is it installed?");
      return null;
    }
    process = started;
    flv.clear().fileHeader();
    if (sequenceHeader.length > 0) {
      flv.tag(0, ByteBuffer.wrap(sequenceHeader));
    }
    if (end.isDone()) {
      // Whoever ended it meanwhile did not see this one.
      started.kill();
      requireGoingOn();
    }
    return started;
  }

  private void bury(FfmpegProcess dead) throws IOException {
    dead.kill();
    process = null;
    requireGoingOn();
    try {
      dead.awaitEnd(FAREWELL);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    count(dead.epitaph());
  }

  private void count(String cause) throws IOException {
    long nowNs = workshop.clock().nanoTime();
    if (nowNs - startedNs > PROOF.toNanos()) {
      deaths = 0;
      pauses.reset();
    }
    deaths++;
    tally.restarted();
    LOG.log(Level.WARNING, "{0} {1} (in a row: {2})", name, cause, deaths);
    if (deaths >= MOST_DEATHS) {
      end("no decoder stays alive; " + cause);
      requireGoingOn();
    }
    notBeforeNs = deaths == 1 ? nowNs : nowNs + pauses.next().toNanos();
  }

  private void watch() {
    FfmpegProcess running = process;
    if (running != null) {
      running.trouble(workshop.patience()).ifPresent(running::kill);
    }
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }
}
