// A progress bar for a terminal; elsewhere it prints nothing.
import type { Output } from './output.ts';

export interface ProgressBar {
  add(bytes: number): void;
  end(): void;
}

const places = 30;

/** Draws over its own line whenever another per cent is done. */
export function progressBar(output: Output, title: string, bytesInAll: number): ProgressBar {
  let bytes = 0;
  let shown = -1;
  return {
    add: (more) => {
      bytes += more;
      const percent = bytesInAll === 0 ? 100 : Math.min(100, Math.floor((bytes / bytesInAll) * 100));
      if (!output.isTerminal || percent === shown) return;
      shown = percent;
      const full = Math.round((percent / 100) * places);
      output.redraw(`${title} ${'█'.repeat(full)}${'░'.repeat(places - full)} ${percent} %`);
    },
    end: () => {
      if (output.isTerminal && shown >= 0) output.redraw('');
    },
  };
}
