/** A first look at a photo before it is sent: too dark, or too small to read. Runs in the browser; judges nothing. */

export type PhotoDoubt = 'dark' | 'small'

const minPixels = 600
const darkBelow = 55
const sampleSide = 64

/** undefined when nothing stands out, and for files that are no pictures. */
export async function photoDoubt(file: File): Promise<PhotoDoubt | undefined> {
  if (!file.type.startsWith('image/')) return undefined
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (picture === undefined) return undefined
  if (Math.max(picture.width, picture.height) < minPixels) return 'small'
  const canvas = new OffscreenCanvas(sampleSide, sampleSide)
  const pen = canvas.getContext('2d')
  if (pen === null) return undefined
  pen.drawImage(picture, 0, 0, sampleSide, sampleSide)
  return meanLuma(pen.getImageData(0, 0, sampleSide, sampleSide).data) < darkBelow ? 'dark' : undefined
}

/** Mean brightness, 0 to 255, of RGBA bytes. */
export function meanLuma(rgba: Uint8ClampedArray): number {
  let sum = 0
  for (let at = 0; at + 2 < rgba.length; at += 4) {
    sum += 0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0)
  }
  return rgba.length === 0 ? 0 : sum / (rgba.length / 4)
}
