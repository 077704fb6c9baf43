import { describe, expect, it } from 'vitest'
import { cleanFileName } from './read-upload.ts'
import { sniffFile } from './sniff-file.ts'
import { stripMetadata } from './strip-metadata.ts'

function jpegSegment(marker: number, text: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length + 2)
  return Buffer.concat([Buffer.from([0xff, marker]), length, Buffer.from(text)])
}

function pngChunk(name: string, text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  return Buffer.concat([length, Buffer.from(name), Buffer.from(text), Buffer.alloc(4)])
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

describe('uploads', () => {
  it('takes place and device out of a JPEG and keeps the picture', () => {
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      jpegSegment(0xe0, 'JFIF'),
      jpegSegment(0xe1, 'Exif GPS 52.5N'),
      jpegSegment(0xfe, 'a comment'),
      jpegSegment(0xdb, 'tables'),
      Buffer.from([0xff, 0xda]),
      Buffer.from('picture data with Exif inside'),
    ])
    const text = Buffer.from(stripMetadata(jpeg, 'image/jpeg')).toString('latin1')
    expect(text).not.toContain('GPS')
    expect(text).not.toContain('comment')
    expect(text).toContain('JFIF')
    expect(text).toContain('picture data with Exif inside')
  })

  it('takes texts out of a PNG, and whatever follows its end', () => {
    const png = Buffer.concat([
      pngStart,
      pngChunk('IHDR', 'head'),
      pngChunk('tEXt', 'Author: Ada'),
      pngChunk('IEND', ''),
      Buffer.from('<script>'),
    ])
    const text = Buffer.from(stripMetadata(png, 'image/png')).toString('latin1')
    expect(text).toContain('head')
    expect(text).not.toContain('Ada')
    expect(text).not.toContain('script')
  })

  it('hands a damaged file back as it is', () => {
    const broken = Buffer.concat([pngStart, Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('IHDRxxxxxxxx')])
    expect(stripMetadata(broken, 'image/png')).toBe(broken)
  })

  it('knows a file by its content', () => {
    expect(sniffFile(Buffer.from('%PDF-1.7 …'))).toBe('application/pdf')
    expect(sniffFile(Buffer.from('<html><script>'))).toBeUndefined()
    expect(sniffFile(Buffer.from(' %PDF-1.7'))).toBeUndefined()
    expect(sniffFile(new Uint8Array())).toBeUndefined()
  })

  it.each([
    ['C:\\docs\\pass.jpg', 'pass.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['a"b\r\n.png', 'ab.png'],
    ['', 'document'],
  ])('cleans the file name %j', (name, clean) => {
    expect(cleanFileName(name)).toBe(clean)
  })
})
