package io.roomscribe.rooms;

import io.roomscribe.lanes.Lane;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.Utterance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The listener of one stream: hands all that it reports over to the room lane.
 *
 * @param window which stream it is
 */
record StreamReports(Lane lane, SpeechWindow window, Reader reader)
    implements TranscriptionListener {

  private static final Logger LOG = System.getLogger(StreamReports.class.getName());

  /** Who is told; called on the room lane. See {@link TranscriptionListener}. */
  interface Reader {

    void opened(String providerSessionId);

    void connected(SpeechWindow from);

    void utterance(SpeechWindow from, Utterance utterance);

    void acknowledged(SpeechWindow from, long samples);

    void trouble(SpeechWindow from, TranscriptionException trouble);

    void ended(SpeechWindow from, StreamEnd end);
  }

  @Override
  public void onOpen(String id) {
    onLane(() -> reader.opened(id));
  }

  @Override
  public void onConnected() {
    onLane(() -> reader.connected(window));
  }

  @Override
  public void onUtterance(Utterance utterance) {
    onLane(() -> reader.utterance(window, utterance));
  }

  @Override
  public void onAcknowledged(long samples) {
    onLane(() -> reader.acknowledged(window, samples));
  }

  @Override
  public void onTrouble(TranscriptionException trouble) {
    onLane(() -> reader.trouble(window, trouble));
  }

  @Override
  public void onEnd(StreamEnd end) {
    onLane(() -> reader.ended(window, end));
  }

  /** A final must not vanish silently, however unlikely a full lane is. */
  private void onLane(Runnable task) {
    if (!lane.offer(task)) {
      LOG.log(Level.ERROR, "the room lane is full: a report of speech-to-text is lost");
    }
  }
}
