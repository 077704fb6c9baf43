// What the check workers ask of screening, whatever answers it: the lists in this process or a remote service.
import type { Application, ListSource, ScreeningAnswer } from '@gatehouse/kyc'

export interface ScreeningPort {
  /** Screens every name form of the person. Lists that cannot be read are an answer, never an empty list of hits. */
  screen(subject: Application, sources: readonly ListSource[]): Promise<ScreeningAnswer>
}
