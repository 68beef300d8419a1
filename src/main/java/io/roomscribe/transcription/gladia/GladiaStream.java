package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.gladia.GladiaMessage.Failed;
import io.roomscribe.transcription.gladia.GladiaMessage.SessionEnded;
import io.roomscribe.transcription.gladia.GladiaMessage.Transcript;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One recognition at Gladia, from opening the session to the check of its result.
 *
 * <p>Life: opening (see {@link SessionOpening}), linked (see {@link GladiaLink}), checking (see
 * {@link ResultCheck}), ended. Once Gladia has ended the session for good, that is reported at once
 * as trouble of category EXPIRED and no more audio is taken; {@code onEnd} follows when the finals
 * that went unheard have been fetched.
 *
 * <p>Threading: {@code send} encodes on the caller's thread into the journal; all else happens on
 * the stream's lane, whose queue the few tasks of one stream cannot fill.
 */
final class GladiaStream implements TranscriptionStream, SessionOpening.Owner, GladiaLink.Owner {

  private static final Logger LOG = System.getLogger(GladiaStream.class.getName());
  private static final int SAMPLE_BYTES = 2;

  /** The lane outlives the stream so that goodbyes are said and late sessions given back. */
  private static final Duration AFTERLIFE = Duration.ofSeconds(30);

  private final AudioJournal journal;
  private final StreamTools tools;
  private final TranscriptionListener listener;
  private final SessionOpening opening;
  private final HeardFinals heard = new HeardFinals();
  private final AtomicBoolean pumpOffered = new AtomicBoolean();

  private volatile boolean deaf;

  private @Nullable GladiaSession session;
  private @Nullable GladiaLink link;
  private @Nullable ResultCheck check;
  private @Nullable TranscriptionException cause;
  private Cancellable deadline = () -> {};
  private boolean finishing;
  private boolean interrupted;
  private boolean orderly;
  private boolean ended;

  GladiaStream(
      JsonObject request, AudioJournal journal, StreamTools tools, TranscriptionListener listener) {
    this.journal = journal;
    this.tools = tools;
    this.listener = listener;
    this.opening = new SessionOpening(request, tools, this);
  }

  /** Starts opening the session. */
  void open() {
    tools.lane().offer(opening::start);
  }

  /** Ends before it began. */
  void refuse(TranscriptionException why) {
    deaf = true;
    tools.lane().offer(() -> failed(why));
  }

  @Override
  public boolean send(short[] samples, int offset, int length) {
    if (deaf) {
      return false;
    }
    byte[] audio = new byte[length * SAMPLE_BYTES];
    for (int i = 0; i < length; i++) {
      short sample = samples[offset + i];
      audio[i * SAMPLE_BYTES] = (byte) sample;
      audio[i * SAMPLE_BYTES + 1] = (byte) (sample >> 8);
    }
    boolean taken = journal.append(audio);
    if (pumpOffered.compareAndSet(false, true) && !tools.lane().offer(this::pump)) {
      pumpOffered.set(false);
    }
    return taken;
  }

  @Override
  public void finish() {
    deaf = true;
    tools.lane().offer(this::finishNow);
  }

  @Override
  public void abort() {
    deaf = true;
    tools.lane().offer(this::abortNow);
  }

  private void pump() {
    pumpOffered.set(false);
    if (link != null) {
      link.pump();
    }
  }

  private void finishNow() {
    if (ended || finishing) {
      return;
    }
    finishing = true;
    progress();
    if (link != null) {
      link.stop();
    } else if (journal.end() == 0) {
      end(StreamEnd.completed());
    }
  }

  private void abortNow() {
    if (!ended) {
      if (link != null) {
        link.close();
      }
      end(StreamEnd.failed(unavailable("given up by its owner")));
    }
  }

  @Override
  public void opened(GladiaSession opened) {
    GladiaLink made = new GladiaLink(opened, journal, tools, this);
    made.start();
    if (ended) {
      // Given up meanwhile. Left alone, the session would keep one of the account's slots.
      made.close();
      return;
    }
    session = opened;
    link = made;
    LOG.log(Level.INFO, "gladia={0} session opened", opened);
    listener.onOpen(opened.id());
    if (finishing) {
      made.stop();
    }
  }

  @Override
  public void delayed(TranscriptionException trouble) {
    cause = trouble;
    report(trouble);
  }

  @Override
  public void failed(TranscriptionException trouble) {
    if (!ended) {
      end(StreamEnd.failed(trouble));
    }
  }

  @Override
  public void connected() {
    cause = null;
    listener.onConnected();
  }

  @Override
  public void acknowledged(long bytes) {
    progress();
    listener.onAcknowledged(bytes / SAMPLE_BYTES);
  }

  @Override
  public void message(GladiaMessage message) {
    if (message instanceof Transcript transcript) {
      heard(transcript.utterance());
    } else if (message instanceof Failed failed) {
      LOG.log(Level.WARNING, "gladia={0} error={1}", session, failed.why());
    } else if (message instanceof SessionEnded && link != null) {
      link.close();
      over(finishing ? null : expired("gladia ended the session"));
    }
  }

  @Override
  public void trouble(TranscriptionException trouble) {
    interrupted = true;
    report(trouble);
  }

  @Override
  public void over(@Nullable TranscriptionException why) {
    deaf = true;
    cause = why;
    orderly = why == null;
    deadline.cancel();
    if (why != null && !finishing) {
      // For good, whatever the reason: the successor need not wait for the check of the result.
      report(expired(String.valueOf(why.getMessage())));
    }
    if (session != null) {
      check = new ResultCheck(session, tools, this::checked);
      check.start();
    }
  }

  private void report(TranscriptionException trouble) {
    LOG.log(
        Level.WARNING,
        "gladia={0} trouble={1} {2}",
        session,
        trouble.category(),
        trouble.getMessage());
    listener.onTrouble(trouble);
  }

  private void heard(Utterance utterance) {
    if (utterance.text().isEmpty()) {
      return;
    }
    if (utterance.isFinal()) {
      progress();
      if (heard.add(utterance)) {
        listener.onUtterance(utterance);
      }
    } else if (!heard.contains(utterance.id())) {
      listener.onUtterance(utterance);
    }
  }

  /** While finishing, each step forward buys the next one the full time. */
  private void progress() {
    if (finishing && check == null) {
      deadline.cancel();
      deadline =
          tools.lanes().after(tools.tuning().finish(), tools.lane(), this::finishingTakesTooLong);
    }
  }

  private void finishingTakesTooLong() {
    if (ended || check != null) {
      return;
    }
    TranscriptionException late =
        cause != null ? cause : unavailable("gladia did not come to an end in time");
    if (link == null) {
      end(StreamEnd.failed(late));
    } else {
      link.close();
      over(late);
    }
  }

  private void checked(Answer<List<Utterance>> result) {
    if (ended) {
      return;
    }
    List<Utterance> finals = result.value();
    boolean whole;
    if (finals != null) {
      finals.forEach(this::heardFromResult);
      whole = finishing && (orderly || allAcknowledged());
    } else {
      // Nothing can have been missed on a line that never broke.
      whole = finishing && orderly && !interrupted;
      LOG.log(Level.WARNING, "gladia={0} the result could not be checked", session);
    }
    end(whole ? StreamEnd.completed() : StreamEnd.failed(reason(result.trouble())));
  }

  private void heardFromResult(Utterance utterance) {
    boolean nameless = utterance.id().startsWith(ResultCheck.NO_ID);
    if (!nameless || !heard.covers(utterance)) {
      heard(utterance);
    }
  }

  private boolean allAcknowledged() {
    return link != null && link.acknowledged() >= journal.end();
  }

  private TranscriptionException reason(@Nullable TranscriptionException unchecked) {
    if (cause != null) {
      return cause;
    }
    return unchecked != null ? unchecked : unavailable("the result could not be checked");
  }

  private void end(StreamEnd how) {
    ended = true;
    deaf = true;
    opening.cancel();
    deadline.cancel();
    if (check != null) {
      check.cancel();
    }
    tools.lanes().after(AFTERLIFE, tools.lane(), tools.lane()::close);
    LOG.log(Level.INFO, "gladia={0} stream ended complete={1}", session, how.complete());
    listener.onEnd(how);
  }

  private static TranscriptionException unavailable(String why) {
    return new TranscriptionException(Category.UNAVAILABLE, why);
  }

  private static TranscriptionException expired(String why) {
    return new TranscriptionException(Category.EXPIRED, why);
  }
}
