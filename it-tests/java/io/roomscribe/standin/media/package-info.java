/** Programs that work on media, for stand-ins, tests and the demo. */
package io.roomscribe.standin.media;
