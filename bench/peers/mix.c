// The limit of the kernel in C: mono s16 tracks summed, the sum taken from 48 to 16 kHz by a filter
// of 241 taps as ours has. Prints rows of the kernel's table.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { FRAME = 480, TAPS = 241, PHASES = 3, PER_PHASE = 81, OUT = FRAME / PHASES, FRAMES = 64 };

static int16_t input[64][FRAMES][FRAME];
static int32_t sum[FRAME];
static float taps[PHASES][PER_PHASE], phases[PHASES][PER_PHASE + OUT], out[OUT];
static volatile float sink;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return at.tv_sec * 1e9 + at.tv_nsec;
}

static void mix(int tracks, int frame) {
  for (int i = 0; i < FRAME; i++) sum[i] = 0;
  for (int t = 0; t < tracks; t++)
    for (int i = 0; i < FRAME; i++) sum[i] += input[t][frame][i];
}

static void decimate(void) {
  for (int i = 0; i < OUT; i++) out[i] = 0;
  for (int p = 0; p < PHASES; p++) {
    float *phase = phases[p];
    for (int i = 0; i < PER_PHASE; i++) phase[i] = phase[OUT + i];
    for (int i = 0; i < OUT; i++) phase[PER_PHASE + i] = sum[PHASES * i + p];
    for (int k = 0; k < PER_PHASE; k++)
      for (int i = 0; i < OUT; i++) out[i] += taps[p][k] * phase[i + k];
  }
}

static double measure(int tracks, int filters) {
  double best = 1e30;
  for (int round = 0; round < 20; round++) {
    int repeats = 40000 / tracks;
    double start = now();
    for (int i = 0; i < repeats; i++) {
      mix(tracks, i % FRAMES);
      if (filters) decimate();
      sink = out[i % OUT] + (float)sum[i % FRAME];
    }
    double ns = (now() - start) / repeats / tracks / FRAME;
    if (ns < best) best = ns;
  }
  return best;
}

int main(void) {
  for (int t = 0; t < 64; t++)
    for (int f = 0; f < FRAMES; f++)
      for (int i = 0; i < FRAME; i++) input[t][f][i] = (int16_t)(rand() % 6000 - 3000);
  for (int i = 0; i < TAPS; i++) taps[i % PHASES][i / PHASES] = 1.0f / (float)(i + 1);
  for (int tracks = 4; tracks <= 64; tracks *= 4) {
    printf("| sum | C | %d | %.3f | | 0 |\n", tracks, measure(tracks, 0));
    printf("| mix | C | %d | %.3f | | 0 |\n", tracks, measure(tracks, 1));
  }
  return 0;
}
