package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import io.roomscribe.transcription.gladia.GladiaMessage.AudioReceived;
import io.roomscribe.transcription.gladia.GladiaMessage.AudioRefused;
import io.roomscribe.transcription.gladia.GladiaTuning.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the line to one session: sends the journal's audio in order, reconnects to the same address
 * when the connection drops and goes on from the last acknowledged byte.
 *
 * <p>What ends it: close code 1000, the 44xx and 4504 closes that Gladia does not let resume,
 * handshakes refused several times in a row, or being out of reach for too long. Any other drop is
 * survived: the first attempt is made at once, the following ones after growing pauses.
 *
 * <p>An acknowledgement may be lost with the connection that it came on, and resending what Gladia
 * has already would double words. So when bytes are in doubt, one sample goes ahead and the byte
 * range of its acknowledgement tells how much Gladia has; only then the rest follows.
 *
 * <p>A service that takes audio and never acknowledges it does not fill the journal: what was sent
 * long ago is forgotten while the line is well, and would be resent as silence.
 *
 * <p>What has piled up goes at the configured multiple of real time, see {@link SendingPace}.
 *
 * <p>Threading: confined to the stream's lane.
 *
 * <p>Source of the rules: Gladia's documentation on reconnecting and its SDK, which counts the
 * bytes acknowledged, over all connections, as the position to go on from.
 */
final class GladiaLink implements GladiaSocket.Events {

  /**
   * Gladia closes on frames over 1 MiB. Whole samples of 1 to 8 channels; less than 2 s of mono, so
   * that acknowledgements keep coming when there is much to catch up with.
   */
  static final int LARGEST_FRAME = 1680 * 32;

  private static final String STOP = "{\"type\":\"stop_recording\"}";
  private static final int SILENT_TOO_LONG = 4504;
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final Duration ENQUIRY = Duration.ofSeconds(3);
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration PROVEN = Duration.ofSeconds(10);

  /** Who is told; called on the lane. */
  interface Owner {

    void connected();

    /** Anything but acknowledgements of audio. */
    void message(GladiaMessage message);

    /** All bytes before the position are safe with Gladia. */
    void acknowledged(long bytes);

    /** The line is down and will be tried again. */
    void trouble(TranscriptionException trouble);

    /** The line is gone for good; null when in the orderly way. */
    void over(@Nullable TranscriptionException why);
  }

  private final GladiaSession session;
  private final AudioJournal journal;
  private final StreamTools tools;
  private final Patience patience;
  private final Owner owner;
  private final BackOff backOff;
  private final SendingPace pace;

  private @Nullable GladiaSocket socket;
  private Cancellable retry = () -> {};
  private Cancellable watch = () -> {};
  private Cancellable enquiry = () -> {};
  private boolean open;
  private boolean enquiring;
  private boolean sending;
  private boolean pausing;
  private boolean stopping;
  private boolean stopSent;
  private boolean stopKnown;
  private boolean over;
  private long acknowledged;
  private long next;
  private long furthest;
  private long sendingBytes;
  private int drops;
  private int refusals;
  private boolean reachable = true;
  private long lostNs;
  private long openedNs;
  private long heardNs;

  GladiaLink(GladiaSession session, AudioJournal journal, StreamTools tools, Owner owner) {
    this.session = session;
    this.journal = journal;
    this.tools = tools;
    this.patience = tools.tuning().patience();
    this.owner = owner;
    this.backOff = new BackOff(patience.firstPause(), patience.longestPause());
    this.pace =
        new SendingPace(
            tools.bytesPerSecond(), tools.tuning().catchUpRate(), tools.clock().nanoTime());
  }

  /** Connects for the first time. */
  void start() {
    watch = tools.lanes().every(WATCH, tools.lane(), this::look);
    connect();
  }

  /** Sends what there is to send, if the line is free. */
  void pump() {
    GladiaSocket line = socket;
    if (line == null || !open || sending || over) {
      return;
    }
    if (enquiring) {
      if (next == acknowledged) {
        sendAudio(line, tools.frameBytes());
      }
    } else if (next < journal.end()) {
      sendPaced(line);
    } else if (stopping && !stopSent) {
      stopSent = true;
      stopKnown = true;
      sending = true;
      line.sendText(STOP);
    }
  }

  private void sendPaced(GladiaSocket line) {
    int largest = Math.min(LARGEST_FRAME, pace.most() / tools.frameBytes() * tools.frameBytes());
    int length = (int) Math.min(largest, journal.end() - next);
    if (pace.take(length, tools.clock().nanoTime())) {
      sendAudio(line, length);
    } else if (!pausing) {
      pausing = true;
      tools
          .lanes()
          .after(
              PACE,
              tools.lane(),
              () -> {
                pausing = false;
                pump();
              });
    }
  }

  private void sendAudio(GladiaSocket line, int most) {
    ByteBuffer audio = journal.read(next, most);
    sendingBytes = audio.remaining();
    furthest = Math.max(furthest, next + sendingBytes);
    sending = true;
    line.sendAudio(audio);
  }

  /** Once all audio is out, says that there is no more; again after each reconnection. */
  void stop() {
    stopping = true;
    pump();
  }

  /** Ends it from our side, the session too; nothing is reported any more. */
  void close() {
    if (!over) {
      release();
      if (socket != null) {
        socket.close();
      }
    }
  }

  /** Bytes known to be safe with Gladia. */
  long acknowledged() {
    return acknowledged;
  }

  private void connect() {
    open = false;
    sending = false;
    sendingBytes = 0;
    stopSent = false;
    socket = tools.dialer().dial(session.socket(), this);
  }

  @Override
  public void opened(GladiaSocket from) {
    if (from != socket) {
      return;
    }
    open = true;
    next = acknowledged;
    openedNs = tools.clock().nanoTime();
    heardNs = openedNs;
    enquiring = furthest > acknowledged;
    if (enquiring) {
      enquiry = tools.lanes().after(ENQUIRY, tools.lane(), () -> unanswered(from));
    }
    owner.connected();
    pump();
  }

  @Override
  public void sent(GladiaSocket from) {
    if (from == socket && sending) {
      sending = false;
      next += sendingBytes;
      sendingBytes = 0;
      pump();
    }
  }

  @Override
  public void received(GladiaSocket from, String text) {
    if (from != socket || over) {
      return;
    }
    heardNs = tools.clock().nanoTime();
    reachable = true;
    refusals = 0;
    GladiaMessage message = MessageReader.read(text);
    if (message instanceof AudioReceived received) {
      if (enquiring) {
        goOnFrom(received.bytes());
      } else {
        acknowledge(received.bytes());
      }
    } else if (message instanceof AudioRefused refused && !stopKnown) {
      // Its positions no longer match ours: the next connection goes on from the last that do.
      lost("gladia did not take audio: " + refused.why());
    } else {
      // Audio sent again after a stop that Gladia has heard is refused, rightly.
      owner.message(message);
    }
  }

  /** What Gladia has is not sent again; a count that cannot be is not believed. */
  private void goOnFrom(long bytes) {
    boolean credible = bytes > acknowledged && bytes <= furthest + tools.frameBytes();
    if (credible) {
      sendingBytes = 0;
      next = bytes;
      acknowledge(bytes);
    }
    enquiryOver();
  }

  private void unanswered(GladiaSocket asked) {
    if (asked == socket && enquiring) {
      enquiryOver();
    }
  }

  private void enquiryOver() {
    enquiring = false;
    enquiry.cancel();
    pump();
  }

  private void acknowledge(long bytes) {
    long upTo = Math.min(bytes, next + sendingBytes);
    if (upTo > acknowledged) {
      acknowledged = upTo;
      journal.trim(upTo);
      owner.acknowledged(upTo);
    }
  }

  @Override
  public void refused(GladiaSocket from, int status) {
    if (from != socket || over) {
      return;
    }
    boolean final4xx = status / 100 == 4 && status != 408 && status != 429;
    if (final4xx && ++refusals >= patience.refusals()) {
      expired("gladia refuses to resume the session: " + status);
    } else if (status == 429) {
      again(new TranscriptionException(Category.BUSY, "gladia is busy: 429 on connecting"));
    } else {
      lost(status == 0 ? "gladia cannot be reached" : "gladia refused the connection: " + status);
    }
  }

  @Override
  public void closed(GladiaSocket from, int code, String reason) {
    if (from != socket || over) {
      return;
    }
    String how = "gladia closed with " + code + (reason.isEmpty() ? "" : " " + reason);
    if (code == GladiaSocket.NORMAL_CLOSURE && stopSent) {
      finished(null);
    } else if (isFinal(code)) {
      expired(how);
    } else {
      lost(how);
    }
  }

  private static boolean isFinal(int code) {
    return code == GladiaSocket.NORMAL_CLOSURE || code / 100 == 44 || code == SILENT_TOO_LONG;
  }

  /** Notices a line that is dead without saying so, and a service that never acknowledges. */
  private void look() {
    if (!open || over) {
      return;
    }
    long nowNs = tools.clock().nanoTime();
    if (nowNs - openedNs > PROVEN.toNanos()) {
      backOff.reset();
      drops = 0;
    }
    boolean waiting = sending || next > acknowledged;
    if (!waiting) {
      heardNs = nowNs;
    } else if (nowNs - heardNs > patience.silent().toNanos()) {
      lost("gladia has not answered for " + patience.silent());
    } else {
      forget();
    }
  }

  private void forget() {
    long keep = journal.boundBytes() / 2;
    if (journal.heldBytes() > journal.boundBytes() / 4 * 3 && next - journal.start() > keep) {
      journal.trim(next - keep);
    }
  }

  private void lost(String how) {
    again(new TranscriptionException(Category.UNAVAILABLE, how));
  }

  private void again(TranscriptionException trouble) {
    if (socket != null) {
      socket.drop();
      socket = null;
    }
    open = false;
    enquiry.cancel();
    long nowNs = tools.clock().nanoTime();
    if (reachable) {
      reachable = false;
      lostNs = nowNs;
    }
    if (nowNs - lostNs > patience.giveUp().toNanos()) {
      finished(trouble);
      return;
    }
    Duration pause = drops++ == 0 ? Duration.ZERO : backOff.next();
    retry = tools.lanes().after(pause, tools.lane(), this::retry);
    owner.trouble(trouble);
  }

  private void retry() {
    if (!over) {
      connect();
    }
  }

  private void expired(String how) {
    finished(new TranscriptionException(Category.EXPIRED, how));
  }

  private void finished(@Nullable TranscriptionException why) {
    release();
    if (socket != null) {
      socket.drop();
    }
    owner.over(why);
  }

  private void release() {
    over = true;
    open = false;
    enquiry.cancel();
    retry.cancel();
    watch.cancel();
  }
}
