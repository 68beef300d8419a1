package io.roomscribe.standin.media;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * FFmpeg out of a Maven artifact, so that nothing need be installed. Unpacked once per version into
 * JavaCPP's cache in the home directory.
 */
public final class FfmpegProgram {

  /**
   * JUnit's resource lock of tests that start FFmpeg; those that look for every FFmpeg of this JVM
   * hold it alone.
   */
  public static final String LOCK = "ffmpeg";

  private FfmpegProgram() {}

  /** Where the program is. */
  public static Path path() {
    return Path.of(Loader.load(ffmpeg.class));
  }
}
