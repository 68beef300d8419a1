package io.roomscribe.rooms;

import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.transcription.AudioJournal.Note;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a session notes in its journal about the audio there, for the process that goes on with it:
 * who spoke, block by block, and how far its streams have come.
 *
 * <p>Shape of a note: a byte for its kind, then its members. A note that cannot be read, such as
 * one of a later version, is passed over. Units: samples at 16 kHz since the session's position
 * zero. Threading: pure functions.
 */
final class SpeechNotes {

  private static final Logger LOG = System.getLogger(SpeechNotes.class.getName());
  private static final byte SPEECH = 1;
  private static final byte STATE = 2;

  private SpeechNotes() {}

  /**
   * How far the streams had come.
   *
   * @param streams how many were opened
   * @param blockSamples length of a block
   * @param knownTo up to where it was known who spoke
   * @param needed everything before it is told, or was no speech
   * @param following where a next stream would have gone on if there was none; else very far
   * @param owing streams with words to come, or not yet stored
   */
  record State(
      int streams,
      int blockSamples,
      long knownTo,
      long needed,
      long following,
      List<Owing> owing) {}

  /**
   * A stream with words that are not stored.
   *
   * @param number of the stream
   * @param countsFrom where its words begin to count
   * @param settledTo the end of its last final
   * @param ended whether no more finals follow
   */
  record Owing(int number, long countsFrom, long settledTo, boolean ended) {}

  /**
   * All that was noted.
   *
   * @param state the latest; null when there is none
   * @param blocks who spoke, by position
   * @param speakers whose the tracks are
   */
  record Past(
      @Nullable State state,
      TreeMap<Long, List<TrackSpeech>> blocks,
      Map<String, Speaker> speakers) {}

  static byte[] speech(long position, List<TrackSpeech> speech, Map<String, Speaker> speakers) {
    return bytes(
        out -> {
          out.writeByte(SPEECH);
          out.writeLong(position);
          out.writeShort(speech.size());
          for (TrackSpeech each : speech) {
            Speaker speaker = speakers.get(each.trackId());
            out.writeUTF(each.trackId());
            out.writeFloat((float) each.activeShare());
            out.writeFloat((float) each.energy());
            out.writeBoolean(speaker != null);
            if (speaker != null) {
              out.writeUTF(speaker.identity());
              out.writeUTF(speaker.name());
            }
          }
        });
  }

  static byte[] state(State state) {
    return bytes(
        out -> {
          out.writeByte(STATE);
          out.writeInt(state.streams());
          out.writeInt(state.blockSamples());
          out.writeLong(state.knownTo());
          out.writeLong(state.needed());
          out.writeLong(state.following());
          out.writeShort(state.owing().size());
          for (Owing owing : state.owing()) {
            out.writeInt(owing.number());
            out.writeLong(owing.countsFrom());
            out.writeLong(owing.settledTo());
            out.writeBoolean(owing.ended());
          }
        });
  }

  static Past read(List<Note> notes) {
    State state = null;
    TreeMap<Long, List<TrackSpeech>> blocks = new TreeMap<>();
    Map<String, Speaker> speakers = new HashMap<>();
    for (Note note : notes) {
      byte[] content = new byte[note.content().remaining()];
      note.content().duplicate().get(content);
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
        byte kind = in.readByte();
        if (kind == SPEECH) {
          blocks.put(in.readLong(), speech(in, speakers));
        } else if (kind == STATE) {
          state = state(in);
        }
      } catch (IOException unknown) {
        LOG.log(Level.DEBUG, "a note in the journal is passed over", unknown);
      }
    }
    return new Past(state, blocks, speakers);
  }

  private static List<TrackSpeech> speech(DataInputStream in, Map<String, Speaker> speakers)
      throws IOException {
    List<TrackSpeech> speech = new ArrayList<>();
    for (int count = in.readShort(); count > 0; count--) {
      TrackSpeech each = new TrackSpeech(in.readUTF(), in.readFloat(), in.readFloat());
      speech.add(each);
      if (in.readBoolean()) {
        speakers.put(each.trackId(), new Speaker(in.readUTF(), in.readUTF()));
      }
    }
    return speech;
  }

  private static State state(DataInputStream in) throws IOException {
    int streams = in.readInt();
    int blockSamples = in.readInt();
    long knownTo = in.readLong();
    long needed = in.readLong();
    long following = in.readLong();
    List<Owing> owing = new ArrayList<>();
    for (int count = in.readShort(); count > 0; count--) {
      owing.add(new Owing(in.readInt(), in.readLong(), in.readLong(), in.readBoolean()));
    }
    return new State(streams, blockSamples, knownTo, needed, following, owing);
  }

  /** Writes the members of a note. */
  private interface Members {
    void write(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      members.write(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
