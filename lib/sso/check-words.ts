/** What each check of a response is good for, in a sentence for people who have never read SAML: what could happen without it. */
export const CHECK_WORDS: Readonly<Record<string, string>> = {
  request:
    'The sign-in has to come back to the browser that began it, once. Otherwise somebody could be signed in to a stranger’s account.',
  size: 'A message of any size could keep the server busy for everybody.',
  base64: 'Messages travel in this encoding; anything else did not come from an identity provider.',
  utf8: 'Text that can be read in two ways could be checked in one and used in the other.',
  safe_xml:
    'Some features of XML can replace what is read, or make the reader run forever. No sign-in needs them.',
  well_formed: 'A message with broken structure could be understood differently by each reader.',
  response: 'Only an answer to a sign-in may sign somebody in, not another message of the identity provider.',
  status: 'The identity provider itself says here whether the sign-in worked.',
  unique_ids:
    'A signature points to what it covers by an ID. With the same ID twice it could cover one part while another is read.',
  one_assertion:
    'The assertion is the part that says who the person is. With two of them, the signed one and the one that is read could differ.',
  signature_places: 'A signature in an unusual place may cover something else than what is read.',
  certificates:
    'The certificate is how the identity provider is recognized; without one nothing can be believed.',
  response_signature_form: 'The signature has to cover the whole message, by a method that cannot be forged.',
  response_signature_value: 'Anybody can write a message. Only the identity provider has the key to sign it.',
  response_signature_content: 'If a single character is changed after signing, this check fails.',
  decryption: 'An encrypted assertion can only be read with our key.',
  assertion_signature_form:
    'The signature has to cover the whole assertion, by a method that cannot be forged.',
  assertion_signature_value:
    'Anybody can write an assertion. Only the identity provider has the key to sign it.',
  assertion_signature_content: 'If a single character is changed after signing, this check fails.',
  signature_present: 'Without a signature anybody could have written the message.',
  assertion: 'What does not belong there could hide a second meaning.',
  issuer: 'The identity provider says who it is. Another customer’s must not sign in people of this one.',
  destination: 'A message for another address was meant for another service.',
  in_response_to:
    'The answer has to belong to the question that was asked, so that an old one cannot be used again.',
  subject_confirmation: 'It says that whoever brings the message may use it, as browsers do.',
  recipient: 'What was issued for another address must not be good here.',
  confirmation_time:
    'A message is good for minutes only, so that a copy that is found later is worth nothing.',
  confirmation_in_response_to:
    'The assertion has to belong to the question that was asked, so that an old one cannot be used again.',
  conditions: 'The identity provider can set limits; one that is not understood could be ignored by mistake.',
  conditions_time:
    'An assertion is good for minutes only, so that a copy that is found later is worth nothing.',
  audience:
    'The audience is the service it was issued for. Otherwise another service could use what it got to sign in here.',
  session_time: 'Who is signed out there must not be signed in here.',
  name_id: 'The NameID is the identity provider’s name for the person; without it nobody is named.',
  attributes: 'Values such as the email address have to be plain text to be used safely.',
  profile: 'The app needs these values to know the person again.',
  email_domain: 'An identity provider may vouch for its own people only, known by their email domain.',
  first_use: 'Each assertion signs in once, so that a copy of it is worth nothing.',
};
