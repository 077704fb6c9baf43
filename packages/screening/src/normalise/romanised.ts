/** A word of any script in letters that all of them share. */
export interface Romanised {
  /** Lower-case ASCII letters and digits. */
  readonly text: string
  /** In the alphabet of `sound.ts`. */
  readonly sound: string
}
