package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomscribe.lanes.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks byte by byte: "04" opens with format 0 on chunk stream 4, "44" with 1, "84", "c4". */
class ChunkReaderTest {

  private static final String AUDIO_OF_3 = "000003 08 01000000";

  @Test
  void next_eachFormat_leavesOutWhatTheLastHeaderSaid() throws IOException {
    ChunkReader reader =
        reader(
            "04 00000a"
                + AUDIO_OF_3
                + "aaaaaa"
                + "44 000014 000002 08 bbbb"
                + "84 000005 cccc"
                + "c4 dddd");

    assertThat(reader.next()).isEqualTo(audio(10, "aaaaaa"));
    assertThat(reader.next()).isEqualTo(audio(30, "bbbb"));
    assertThat(reader.next()).isEqualTo(audio(35, "cccc"));
    assertThat(reader.next()).isEqualTo(audio(40, "dddd"));
  }

  @Test
  void next_noHeaderAfterAnAbsoluteOne_repeatsTheTimestampAsDistance() throws IOException {
    ChunkReader reader = reader("04 000017" + AUDIO_OF_3 + "aaaaaa c4 bbbbbb");

    reader.next();

    assertThat(reader.next().timestampMs()).isEqualTo(2 * 0x17);
  }

  @Test
  void next_messageLongerThanAChunk_isPutTogetherFromInterleavedOnes() throws IOException {
    String half = "11".repeat(128);
    ChunkReader reader =
        reader(
            "04 000000 000082 08 01000000"
                + half
                + "06 000001"
                + AUDIO_OF_3
                + "abcdef"
                + "c4 2222");

    assertThat(reader.next()).isEqualTo(audio(1, "abcdef"));
    assertThat(reader.next()).isEqualTo(audio(0, half + "2222"));
  }

  @Test
  void next_setChunkSize_holdsForWhatFollows() throws IOException {
    ChunkReader reader =
        reader("02 000000 000004 01 00000000 00000002" + "04 000000" + AUDIO_OF_3 + "aaaa c4 aa");

    assertThat(reader.next()).isEqualTo(audio(0, "aaaaaa"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "80000000", "ffffffff"})
  void next_impossibleChunkSize_isRefused(String size) {
    refused("02 000000 000004 01 00000000" + size, "chunks of");
  }

  @Test
  void next_abortedMessage_isForgotten() throws IOException {
    ChunkReader reader =
        reader(
            "04 000000 000082 08 01000000"
                + "11".repeat(128)
                + "02 000000 000004 02 00000000 00000004"
                + "04 000007"
                + AUDIO_OF_3
                + "aaaaaa");

    assertThat(reader.next()).isEqualTo(audio(7, "aaaaaa"));
  }

  @Test
  void next_extendedTimestamp_isReadAgainInEachContinuingChunk() throws IOException {
    String half = "11".repeat(128);
    String begin = "04 ffffff 000082 08 01000000 01000000" + half;

    assertThat(reader(begin + "c4 01000000 2222").next())
        .isEqualTo(audio(0x01000000, half + "2222"));
    // Clients after the letter of an older specification do not repeat it.
    assertThat(reader(begin + "c4 2233 04 000000").next())
        .isEqualTo(audio(0x01000000, half + "2233"));
  }

  @Test
  void next_timestampsPastTheLast_wrapAround() throws IOException {
    ChunkReader reader =
        reader("04 ffffff" + AUDIO_OF_3 + "fffffff0 aaaaaa 84 000020 bbbbbb 84 ffffff ffffffff cc");

    assertThat(reader.next().timestampMs()).isEqualTo(0xfffffff0);
    assertThat(reader.next().timestampMs()).isEqualTo(0x10);
  }

  @Test
  void next_chunkStreamIdsOfTwoAndThreeBytes_areOfTheirOwn() throws IOException {
    ChunkReader reader =
        reader(
            "00 05 000001"
                + AUDIO_OF_3
                + "aaaaaa"
                + "01 0501 000002"
                + AUDIO_OF_3
                + "bbbbbb"
                + "c0 05 cccccc"
                + "c1 0501 dddddd");

    assertThat(reader.next().timestampMs()).isEqualTo(1);
    assertThat(reader.next().timestampMs()).isEqualTo(2);
    assertThat(reader.next()).isEqualTo(audio(2, "cccccc"));
    assertThat(reader.next()).isEqualTo(audio(4, "dddddd"));
  }

  @Test
  void next_video_isSkippedWhateverItsLength() throws IOException {
    ChunkReader reader =
        reader(
            "02 000000 000004 01 00000000 7fffffff"
                + "06 000000 010000 09 01000000"
                + "00".repeat(65_536)
                + "04 000000"
                + AUDIO_OF_3
                + "aaaaaa");

    assertThat(reader.next().payload().limit()).isZero();
    assertThat(reader.next()).isEqualTo(audio(0, "aaaaaa"));
  }

  @Test
  void next_messagesOfMoreThanIsAllowedTogether_areRefused() {
    String half = "000000 000200 08 01000000" + "00".repeat(128);

    refused("04" + half + "05" + half + "06" + half, "more than 1024 bytes");
  }

  @Test
  void next_manyChunkStreams_areRefused() {
    StringBuilder chunks = new StringBuilder();
    for (int id = 0; id <= ChunkReader.MOST_STREAMS; id++) {
      chunks.append("00 %02x 000000 000000 09 01000000".formatted(id));
    }

    refused(chunks.toString(), "chunk streams");
  }

  @Test
  void next_messageWithinAnotherOfItsChunkStream_isRefused() {
    refused("04 000000 000082 08 01000000" + "11".repeat(128) + "04 000000" + AUDIO_OF_3, "within");
  }

  @ParameterizedTest
  @ValueSource(strings = {"84 000000 aa", "c4 aa"})
  void next_firstHeaderThatRepeatsNothing_isRefused(String chunk) {
    refused(chunk, "repeating");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "04", "04 0000", "04 000000" + AUDIO_OF_3 + "aaaa"})
  void next_cutShort_ends(String chunks) {
    assertThatThrownBy(() -> reader(chunks).next()).isInstanceOf(EOFException.class);
  }

  private static void refused(String chunks, String why) {
    ChunkReader reader = reader(chunks);
    assertThatThrownBy(
            () -> {
              while (true) {
                reader.next();
              }
            })
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining(why);
  }

  private static RtmpMessage audio(int timestampMs, String payload) {
    return new RtmpMessage(RtmpMessage.AUDIO, 1, timestampMs, ByteBuffer.wrap(bytes(payload)));
  }

  private static ChunkReader reader(String hex) {
    WireInput in =
        new WireInput(
            Channels.newChannel(new ByteArrayInputStream(bytes(hex))),
            new Patience(new ManualClock(), ListenerRig.LIMITS));
    return new ChunkReader(in, 1024);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
