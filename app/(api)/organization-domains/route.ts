/** The same addresses with a hyphen, as parts of the documentation write them. */
export { POST } from '#app/(api)/organization_domains/route.ts';
