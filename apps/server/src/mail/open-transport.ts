/** The way to a mail server. Its library is loaded by those who have one. */
import type { Transporter } from 'nodemailer'

/** @param url `smtp://user:password@host:port` or `smtps://…` */
export async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  return createTransport(url)
}
