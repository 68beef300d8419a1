package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lanes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its handshake to its end, on a thread of its own.
 *
 * <p>Back-pressure: the sink may block, and then nothing is read. Acknowledgements: LiveKit's
 * egress publishes again after a loss only if something of its stream had been acknowledged, or it
 * had streamed for five seconds, and takes an address for wrong otherwise; so the first kilobytes
 * of audio are acknowledged, and before the publication nothing is. After that no more often than
 * the peer asks: who leaves with an answer unread resets the connection, and we lose what we had
 * not read.
 *
 * <p>Threading: {@link #start}, {@link #hangUp}, {@link #awaitEnd} and {@link #isOverdue} from any
 * thread; all else on its own. Ownership: the connection owns its socket and its sink and closes
 * both, whichever way it ends.
 *
 * <p>Source: livekit/egress pkg/pipeline/builder/stream.go, Stream.Reset.
 */
final class RtmpConnection implements CommandDialog.Stage {

  private static final Logger LOG = System.getLogger(RtmpConnection.class.getName());

  /** The commands of a stranger; LiveKit's are below 1 KiB each. */
  private static final int STRANGERS_BYTES = 16 * 1024;

  private static final int FIRST_ACKNOWLEDGED_BYTES = 8 * 1024;
  private static final int PING = 6;
  private static final int PONG = 7;

  private final SocketChannel channel;
  private final Reception reception;
  private final InetAddress from;
  private final Patience patience;
  private final WireInput in;
  private final WireOutput wire;
  private final ChunkReader chunks;
  private final ChunkWriter out;
  private final CommandDialog dialog;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ReentrantLock hangingUp = new ReentrantLock();
  private boolean closingSink;
  private @Nullable Publication publication;
  private @Nullable FlvSink sink;
  private boolean stranger = true;
  private int windowBytes = CommandDialog.WINDOW_BYTES;
  private long acknowledgeAt = FIRST_ACKNOWLEDGED_BYTES;
  private volatile @Nullable String hungUp;
  private volatile Cancellable thread = () -> {};

  RtmpConnection(SocketChannel channel, Reception reception) {
    this.channel = channel;
    this.reception = reception;
    this.from = channel.socket().getInetAddress();
    this.patience = new Patience(reception.clock(), reception.limits());
    this.in = new WireInput(channel, patience);
    this.wire = new WireOutput(channel, patience);
    this.chunks = new ChunkReader(in, STRANGERS_BYTES);
    this.out = new ChunkWriter(wire);
    this.dialog = new CommandDialog(out, this);
  }

  /** Begins; a refusal by the lanes is the caller's to handle. */
  void start(Lanes lanes) {
    thread = lanes.thread("rtmp-connection", this::run);
  }

  /** Ends it soon; idempotent. */
  void hangUp(String cause) {
    hungUp = cause;
    closeSocket();
    hangingUp.lock();
    try {
      if (!closingSink) {
        thread.cancel();
      }
    } finally {
      hangingUp.unlock();
    }
  }

  /** The peer has kept us waiting for too long. */
  boolean isOverdue() {
    return patience.overdue();
  }

  /**
   * Waits until its sink is closed. An interrupt is put off: what follows would otherwise overtake
   * this connection's last tag.
   */
  boolean awaitEnd(Duration longest) {
    boolean interrupted = Thread.interrupted();
    long end = reception.clock().nanoTime() + longest.toNanos();
    boolean done = false;
    for (long left = longest.toNanos(); left > 0 && !done; ) {
      try {
        done = ended.await(left, TimeUnit.NANOSECONDS);
        left = end - reception.clock().nanoTime();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return done;
  }

  private void run() {
    String cause = "failed";
    try {
      Handshake.accept(in, wire);
      while (receive(chunks.next())) {
        acknowledge();
      }
      cause = "refused";
    } catch (ProtocolViolation violation) {
      reception.tally().violations.increment();
      cause = String.valueOf(violation.getMessage());
    } catch (IOException gone) {
      cause = gone.toString();
    } finally {
      end(hungUp == null ? cause : hungUp);
    }
  }

  private boolean receive(RtmpMessage message) throws IOException {
    switch (message.type()) {
      case RtmpMessage.AUDIO -> audio(message);
      case RtmpMessage.COMMAND -> {
        return dialog.take(message.streamId(), message.payload());
      }
      case RtmpMessage.COMMAND_AMF3 -> {
        // One byte for the format, which is 0 for all that publishers send; AMF 0 follows.
        int skipped = Math.min(1, message.payload().limit());
        return dialog.take(message.streamId(), message.payload().position(skipped));
      }
      case RtmpMessage.USER_CONTROL -> answerPing(message);
      case RtmpMessage.WINDOW_SIZE -> takeWindow(message);
      default -> {
        if (!message.isControl()) {
          reception.tally().dropped.increment();
        }
      }
    }
    return true;
  }

  private void audio(RtmpMessage message) throws IOException {
    if (sink == null) {
      reception.tally().dropped.increment();
      return;
    }
    sink.tag(RtmpMessage.AUDIO, message.timestampMs(), message.payload().asReadOnlyBuffer());
  }

  private void answerPing(RtmpMessage message) throws IOException {
    if (message.payload().remaining() >= 6 && message.payload().getShort() == PING) {
      out.event(PONG, message.payload().getInt());
    }
  }

  private void takeWindow(RtmpMessage message) {
    if (message.payload().remaining() >= 4) {
      windowBytes = Math.max(FIRST_ACKNOWLEDGED_BYTES, message.payload().getInt());
    }
  }

  private void acknowledge() throws IOException {
    long consumed = in.consumed();
    if (sink != null && consumed >= acknowledgeAt) {
      acknowledgeAt = consumed + windowBytes;
      out.control(RtmpMessage.ACKNOWLEDGEMENT, (int) consumed);
    }
  }

  @Override
  public boolean publish(String app, String name) {
    Optional<Publication> asked = Publication.of(app, name, from);
    if (asked.isEmpty()) {
      return refused("from=" + from.getHostAddress(), "the name is none of ours");
    }
    Optional<FlvSink> chosen = chosen(asked.get());
    if (chosen.isEmpty()) {
      return refused(asked.get().toString(), "unknown stream or wrong key");
    }
    publication = asked.get();
    sink = chosen.get();
    if (!reception.publishers().enter(publication.stream(), this)) {
      return refused(publication.toString(), "too many publishers, or the older one is stuck");
    }
    stranger = false;
    reception.strangers().release();
    patience.publishes();
    chunks.allow(reception.limits().messageBytes());
    reception.tally().published.increment();
    LOG.log(Level.INFO, "{0} publishes", publication);
    return true;
  }

  private Optional<FlvSink> chosen(Publication asked) {
    try {
      return reception.gate().publish(asked);
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, asked + " could not be let in", failure);
      return Optional.empty();
    }
  }

  private boolean refused(String who, String why) {
    reception.tally().refused.increment();
    LOG.log(Level.WARNING, "{0} refused: {1}", who, why);
    return false;
  }

  private void end(String cause) {
    try {
      closeSocket();
      leave(cause);
    } finally {
      reception.open().remove(this);
      ended.countDown();
    }
  }

  private void leave(String cause) {
    if (stranger) {
      reception.strangers().release();
    }
    if (sink == null) {
      LOG.log(Level.DEBUG, "from={0} gone: {1}", from.getHostAddress(), cause);
    } else {
      endPublication(cause);
    }
  }

  @Override
  public void unpublish() {
    endPublication("the publisher said so");
  }

  /**
   * Without the interrupt that may have ended us, and none may come meanwhile: whatever the sink
   * closes may wait for a while.
   */
  private void endPublication(String cause) {
    FlvSink closing = sink;
    Publication over = publication;
    if (closing == null || over == null) {
      return;
    }
    sink = null;
    closesSink(true);
    boolean interrupted = Thread.interrupted();
    try {
      closing.close();
    } finally {
      closesSink(false);
      reception.publishers().leave(over.stream(), this);
      LOG.log(Level.INFO, "{0} ended: {1}", over, cause);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closesSink(boolean now) {
    hangingUp.lock();
    try {
      closingSink = now;
    } finally {
      hangingUp.unlock();
    }
  }

  private void closeSocket() {
    try {
      channel.close();
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "from=" + from.getHostAddress() + " was gone before", gone);
    }
  }
}
