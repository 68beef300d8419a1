package io.roomscribe.rooms;

import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.util.List;

/** A stream that counts what it is sent and says what the test tells it to say. */
final class FakeStream implements TranscriptionStream {

  final TranscriptionListener listener;
  long samples;
  boolean refuses;
  boolean finished;
  boolean aborted;

  FakeStream(TranscriptionListener listener) {
    this.listener = listener;
  }

  void says(String id, boolean isFinal, String text, long startMs, long endMs) {
    listener.onUtterance(
        new Utterance(
            id,
            0,
            isFinal,
            startMs,
            endMs,
            text,
            "en",
            1,
            List.of(new Word(text, startMs, endMs, 1))));
  }

  void ends() {
    listener.onEnd(StreamEnd.completed());
  }

  @Override
  public boolean send(short[] block, int offset, int length) {
    if (!refuses) {
      samples += length;
    }
    return !refuses;
  }

  @Override
  public void finish() {
    finished = true;
  }

  @Override
  public void abort() {
    aborted = true;
    listener.onEnd(StreamEnd.completed());
  }
}
