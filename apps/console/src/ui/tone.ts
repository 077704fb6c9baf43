/** Class names of the six tones. Written out, since the style compiler finds only whole words. */
import type { Tone } from './status-vocabulary.ts'

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  run: 'text-run',
  bad: 'text-bad',
  warn: 'text-warn',
  hold: 'text-hold',
  idle: 'text-idle',
}

export const toneBadge: Record<Tone, string> = {
  ok: 'bg-ok-tint text-ok',
  run: 'bg-run-tint text-run',
  bad: 'bg-bad-tint text-bad',
  warn: 'bg-warn-tint text-warn',
  hold: 'bg-hold-tint text-hold',
  idle: 'bg-idle-tint text-idle',
}
