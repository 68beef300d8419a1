package io.roomscribe.standin.gladia;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/**
 * The C functions of PocketSphinx 0.8+5prealpha, as Debian's libpocketsphinx3 has them (64-bit, as
 * its {@code size_t} is a Java long here).
 */
interface PocketSphinx extends Library {

  String LIBRARY = "libpocketsphinx.so.3";

  /** Throws {@link UnsatisfiedLinkError} where it is not installed. */
  static PocketSphinx load() {
    return Native.load(LIBRARY, PocketSphinx.class);
  }

  /** Whether the machine has the library. */
  static boolean isInstalled() {
    try {
      NativeLibrary.getInstance(LIBRARY);
      return true;
    } catch (UnsatisfiedLinkError notThere) {
      return false;
    }
  }

  Pointer ps_args();

  Pointer cmd_ln_parse_r(Pointer inout, Pointer definition, int argc, String[] argv, int strict);

  Pointer ps_init(Pointer config);

  int ps_start_stream(Pointer decoder);

  int ps_start_utt(Pointer decoder);

  int ps_process_raw(Pointer decoder, short[] samples, long count, int noSearch, int fullUtterance);

  int ps_end_utt(Pointer decoder);

  Pointer ps_seg_iter(Pointer decoder, IntByReference bestScore);

  Pointer ps_seg_next(Pointer segment);

  String ps_seg_word(Pointer segment);

  void ps_seg_frames(Pointer segment, IntByReference first, IntByReference last);
}
