package io.roomscribe.cluster;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file that makes a node the same node after each start. It is locked while the process uses
 * it: whoever finds it free knows that all earlier incarnations are dead.
 *
 * <p>Errors: a file that is locked, or cannot be written, is logged; the node then has an id that
 * ends with the process, and its sessions are taken over only when their leases have expired.
 *
 * <p>Threading: opened and closed by one thread each; {@link #identity} from any thread. Ownership:
 * owns the lock.
 */
final class NodeFile {

  private static final Logger LOG = System.getLogger(NodeFile.class.getName());
  private static final Pattern FORM = Pattern.compile("[0-9a-z]{16}");
  private static final int LONGEST = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final NodeIdentity identity;
  private final @Nullable FileChannel lock;

  private NodeFile(NodeIdentity identity, @Nullable FileChannel lock) {
    this.identity = identity;
    this.lock = lock;
  }

  /** Opens the file in the directory, or makes both. */
  static NodeFile in(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(
              directory.resolve("node"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (isLockedBy(file)) {
        return new NodeFile(new NodeIdentity(id(file), random()), file);
      }
      file.close();
      LOG.log(Level.WARNING, "event=node-file-in-use: another process uses this spill directory");
    } catch (IOException unusable) {
      LOG.log(Level.WARNING, "event=node-file-unusable: the node is another after a restart");
      LOG.log(Level.DEBUG, "node file", unusable);
    }
    return new NodeFile(new NodeIdentity(random(), random()), null);
  }

  NodeIdentity identity() {
    return identity;
  }

  /** Lets another process be this node. */
  void close() {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException gone) {
        LOG.log(Level.DEBUG, "node file", gone);
      }
    }
  }

  private static boolean isLockedBy(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException withinThisProcess) {
      return false;
    }
  }

  private static String id(FileChannel file) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(LONGEST);
    int length = file.read(read, 0);
    String known = new String(read.array(), 0, Math.max(0, length), StandardCharsets.UTF_8).strip();
    if (FORM.matcher(known).matches()) {
      return known;
    }
    String made = random();
    file.truncate(0);
    ByteBuffer bytes = ByteBuffer.wrap((made + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes, bytes.position());
    }
    file.force(true);
    return made;
  }

  /** 80 bits in base 36. */
  private static String random() {
    String digits = new BigInteger(80, RANDOM).toString(36);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
