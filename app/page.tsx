import { redirect } from 'next/navigation';

/** The front door is the dashboard; signed-out visitors are sent to sign in from there. */
export default function Home() {
  redirect('/dashboard');
}
