/** Letters that the server asks of a reason; a shorter one it refuses with NOTE_TOO_SHORT. */
export const minReasonLength = 20
