package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmfTest {

  @Test
  void readAll_connectAsFfmpegSendsIt_findsItsFields() throws Exception {
    String connect =
        "02 0007 636f6e6e656374"
            + "00 3ff0000000000000"
            + "03 0003 617070 02 0004 6c697665"
            + "   0004 66706164 01 00"
            + "   0000 09";

    assertThat(AmfReader.readAll(bytes(connect)))
        .containsExactly("connect", 1.0, Map.of("app", "live", "fpad", false));
  }

  @Test
  void readAll_everyOtherKindOfValue_isReadOrNull() throws Exception {
    String values =
        "05 06 0d 07 0001"
            + "0b 0000000000000000 0000"
            + "0c 00000002 6869"
            + "08 00000001 0001 61 00 4000000000000000 0000 09"
            + "10 0001 43 0001 62 01 01 0000 09"
            + "0a 00000002 01 01 05";

    List<Object> read = AmfReader.readAll(bytes(values));

    assertThat(read.subList(0, 5)).containsOnlyNulls();
    assertThat(read.get(5)).isEqualTo("hi");
    assertThat(read.get(6)).isEqualTo(Map.of("a", 2.0));
    assertThat(read.get(7)).isEqualTo(Map.of("b", true));
    assertThat(read.get(8)).isEqualTo(Arrays.asList(true, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02 0009 63", // a string longer than the message
        "0c ffffffff 63", // a length below zero
        "0a ffffffff", // four thousand million items that are not there
        "03 0001 61", // a field without a value
        "03 0000", // no end
        "00 3ff0", // half a number
        "11 00", // AMF 3
        "09", // an end without an object
      })
  void readAll_brokenValue_isRefused(String hex) {
    assertThatThrownBy(() -> AmfReader.readAll(bytes(hex))).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void readAll_objectsInObjects_areBounded() throws Exception {
    assertThat(AmfReader.readAll(nested(AmfReader.DEEPEST))).hasSize(1);

    assertThatThrownBy(() -> AmfReader.readAll(nested(AmfReader.DEEPEST + 1)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("nests");
  }

  @Test
  void command_resultOfConnect_isWrittenByteByByte() {
    ByteBuffer written =
        AmfWriter.command("_result", 1, null, Map.of("code", "ok", "capabilities", 31));

    assertThat(HexFormat.of().formatHex(written.array(), 0, written.limit()))
        .isEqualTo(
            ("02 0007 5f726573756c74 00 3ff0000000000000 05"
                    + "03 000c 6361706162696c6974696573 00 403f000000000000"
                    + "0004 636f6465 02 0002 6f6b 0000 09")
                .replace(" ", ""));
  }

  private static ByteBuffer nested(int depth) {
    return bytes("03 0001 61 ".repeat(depth) + "05" + "0000 09".repeat(depth));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
