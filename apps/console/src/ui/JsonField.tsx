import { type ReactNode, useState } from 'react'
import { formatJson, type Json, parseJson } from '../api/json.ts'
import { TextArea } from './Field.tsx'

interface JsonFieldProps<T extends Json> {
  readonly label: string
  readonly hint?: ReactNode
  readonly value: Json
  /** Told of each text that is JSON and of the wanted shape; of any other, null. */
  readonly onChange: (value: T | null) => void
  readonly isWanted: (value: Json) => value is T
  /** Said while the text is something else. */
  readonly wrong: string
  readonly rows?: number
}

/** A piece of JSON as text. What is half typed stays here, with the reason. */
export function JsonField<T extends Json>(props: JsonFieldProps<T>) {
  const [text, setText] = useState(() => formatJson(props.value))
  const [isWrong, setWrong] = useState(false)
  const take = (next: string) => {
    setText(next)
    const parsed = parse(next)
    const isRight = parsed !== undefined && props.isWanted(parsed)
    setWrong(!isRight)
    props.onChange(isRight ? parsed : null)
  }
  return (
    <TextArea
      label={props.label}
      hint={props.hint}
      value={text}
      onChange={take}
      rows={props.rows ?? 6}
      mono
      error={isWrong ? props.wrong : undefined}
    />
  )
}

function parse(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

export const isJsonList = (value: Json): value is readonly Json[] => Array.isArray(value)
