/** What the server asks of screening, whichever lists or service stand behind it. */
import type { ListStatus, TryNameResult, TryNameSchema } from '@gatehouse/kyc/wire'
import type { z } from 'zod'

export type TryName = z.infer<typeof TryNameSchema>

export interface ScreeningDesk {
  /** Every known list with the snapshot in force. */
  status(): ListStatus
  /** Scores one typed name; changes nothing. */
  tryName(input: TryName): Promise<TryNameResult>
}
