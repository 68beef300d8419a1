package io.roomscribe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {

  @TempDir Path directory;

  @Test
  void in_anotherProcessLater_isTheSameNodeInAnotherIncarnation() {
    NodeFile first = NodeFile.in(directory.resolve("finals"));
    first.close();

    NodeFile second = NodeFile.in(directory.resolve("finals"));
    second.close();

    assertThat(second.identity().id()).isEqualTo(first.identity().id());
    assertThat(second.identity().incarnation()).isNotEqualTo(first.identity().incarnation());
  }

  @Test
  void in_whileAnotherUsesIt_isAnotherNode() {
    NodeFile first = NodeFile.in(directory);
    NodeFile second = NodeFile.in(directory);
    first.close();

    assertThat(second.identity().id()).isNotEqualTo(first.identity().id());
  }

  @Test
  void in_tornFile_becomesANewNodeForGood() throws IOException {
    Files.writeString(directory.resolve("node"), "0123");
    NodeFile first = NodeFile.in(directory);
    first.close();
    NodeFile second = NodeFile.in(directory);
    second.close();

    assertThat(first.identity().id()).hasSize(16).isEqualTo(second.identity().id());
  }

  @Test
  void in_directoryThatCannotBe_isANodeAllTheSame() throws IOException {
    Path file = Files.writeString(directory.resolve("occupied"), "");

    assertThat(NodeFile.in(file).identity().id()).hasSize(16);
  }
}
