/** What the values of a program that is run at once are computed with. */

/** From the input of a program to the value of one of its expressions. */
export type Compute = (input: unknown) => unknown

/** Thrown where the sandbox has to tell. One for all: nobody looks at where it comes from. */
export const beyond = new Error('left to the sandbox')
