/**
 * Free mail providers, whose domains belong to nobody's organization: with one of them in the list of User
 * Email Domains, any stranger's address would count as a colleague's. The big ones and their country
 * domains; a list that tried to be complete would also refuse companies which sell mailboxes.
 */
const CONSUMER_DOMAINS = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com outlook.de outlook.fr ' +
    'outlook.es outlook.it outlook.jp outlook.com.br hotmail.co.uk hotmail.de hotmail.es hotmail.fr hotmail.it ' +
    'hotmail.com.br live.co.uk live.fr live.nl yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.co.uk ' +
    'yahoo.co.in yahoo.co.jp yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au yahoo.ca yahoo.de yahoo.es ' +
    'yahoo.fr yahoo.in yahoo.it aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com pm.me ' +
    'protonmail.ch tutanota.com tutanota.de tuta.io tuta.com zohomail.com gmx.com gmx.de gmx.net gmx.at gmx.ch ' +
    'gmx.co.uk web.de freenet.de t-online.de mail.com email.com mail.ru inbox.ru bk.ru list.ru yandex.com ' +
    'yandex.ru ya.ru rambler.ru qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com naver.com ' +
    'daum.net hanmail.net rediffmail.com orange.fr wanadoo.fr laposte.net free.fr sfr.fr libero.it virgilio.it ' +
    'tiscali.it alice.it uol.com.br bol.com.br terra.com.br wp.pl o2.pl onet.pl interia.pl seznam.cz ukr.net ' +
    'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net btinternet.com ' +
    'sky.com talktalk.net virginmedia.com bigpond.com optusnet.com.au rogers.com shaw.ca sympatico.ca ' +
    'fastmail.com fastmail.fm hey.com hushmail.com duck.com mailinator.com guerrillamail.com yopmail.com ' +
    '10minutemail.com'
  ).split(' '),
);

/** Whether a normalized domain (lower case, xn-- form) is a public mail provider's. */
export function isConsumerDomain(domain: string): boolean {
  return CONSUMER_DOMAINS.has(domain);
}
