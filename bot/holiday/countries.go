package holiday

import (
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"tandem/bot/ritual"
)

// A country is what is known of one: its name, its public holidays, and its time zones.
type country struct {
	name  string
	days  []*cal.Holiday
	zones string
}

// countries are those whose holidays are known, by their code in ISO 3166. Their zones are those of zone.tab in the IANA
// time zone database (2025b), with the older names of the same places; a part of Germany has none of its own.
var countries = map[string]country{
	"AR": {"Argentina", argentine,
		"America/Argentina/Buenos_Aires America/Argentina/Cordoba America/Argentina/Salta America/Argentina/Jujuy " +
			"America/Argentina/Tucuman America/Argentina/Catamarca America/Argentina/La_Rioja America/Argentina/San_Juan " +
			"America/Argentina/Mendoza America/Argentina/San_Luis America/Argentina/Rio_Gallegos America/Argentina/Ushuaia " +
			"America/Argentina/ComodRivadavia America/Buenos_Aires America/Catamarca America/Cordoba America/Jujuy " +
			"America/Mendoza America/Rosario"},
	"AT": {"Austria", at.Holidays, "Europe/Vienna"},
	"BE": {"Belgium", be.Holidays, "Europe/Brussels"},
	"BG": {"Bulgaria", bg.Holidays, "Europe/Sofia"},
	"BR": {"Brazil", br.Holidays,
		"America/Noronha America/Belem America/Fortaleza America/Recife America/Araguaina America/Maceio America/Bahia " +
			"America/Sao_Paulo America/Campo_Grande America/Cuiaba America/Santarem America/Porto_Velho America/Boa_Vista " +
			"America/Manaus America/Eirunepe America/Rio_Branco America/Porto_Acre Brazil/Acre Brazil/DeNoronha Brazil/East " +
			"Brazil/West"},
	"CA": {"Canada", ca.Holidays,
		"America/St_Johns America/Halifax America/Glace_Bay America/Moncton America/Goose_Bay America/Blanc-Sablon " +
			"America/Toronto America/Iqaluit America/Atikokan America/Winnipeg America/Resolute America/Rankin_Inlet " +
			"America/Regina America/Swift_Current America/Edmonton America/Cambridge_Bay America/Inuvik America/Creston " +
			"America/Dawson_Creek America/Fort_Nelson America/Whitehorse America/Dawson America/Vancouver America/Montreal " +
			"America/Nipigon America/Pangnirtung America/Rainy_River America/Thunder_Bay America/Yellowknife " +
			"Canada/Atlantic Canada/Central Canada/Eastern Canada/Mountain Canada/Newfoundland Canada/Pacific " +
			"Canada/Saskatchewan Canada/Yukon"},
	"CH": {"Switzerland", swiss, "Europe/Zurich"},
	"CZ": {"Czechia", cz.Holidays, "Europe/Prague"},
	"DE": {"Germany", de.Holidays, "Europe/Berlin Europe/Busingen"},
	"DK": {"Denmark", dk.Holidays, "Europe/Copenhagen"},
	"ES": {"Spain", es.Holidays, "Europe/Madrid Africa/Ceuta Atlantic/Canary"},
	"FR": {"France", fr.Holidays, "Europe/Paris"},
	"GB": {"the United Kingdom", gb.Holidays, "Europe/London Europe/Belfast"},
	"GR": {"Greece", gr.Holidays, "Europe/Athens"},
	"HR": {"Croatia", hr.Holidays, "Europe/Zagreb"},
	"IE": {"Ireland", ie.Holidays, "Europe/Dublin"},
	"IT": {"Italy", it.Holidays, "Europe/Rome"},
	"JP": {"Japan", jp.Holidays, "Asia/Tokyo"},
	"LT": {"Lithuania", lt.Holidays, "Europe/Vilnius"},
	"LV": {"Latvia", lv.Holidays, "Europe/Riga"},
	"MW": {"Malawi", mw.Holidays, "Africa/Blantyre"},
	"NC": {"New Caledonia", nc.Holidays, "Pacific/Noumea"},
	"NL": {"the Netherlands", nl.Holidays, "Europe/Amsterdam"},
	"NO": {"Norway", no.Holidays, "Europe/Oslo"},
	"NZ": {"New Zealand", nz.Holidays, "Pacific/Auckland Pacific/Chatham"},
	"PL": {"Poland", pl.Holidays, "Europe/Warsaw"},
	"RO": {"Romania", ro.Holidays, "Europe/Bucharest"},
	"RU": {"Russia", ru.Holidays,
		"Europe/Kaliningrad Europe/Moscow Europe/Kirov Europe/Volgograd Europe/Astrakhan Europe/Saratov " +
			"Europe/Ulyanovsk Europe/Samara Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Barnaul Asia/Tomsk " +
			"Asia/Novokuznetsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Chita Asia/Yakutsk Asia/Khandyga Asia/Vladivostok " +
			"Asia/Ust-Nera Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk Asia/Kamchatka Asia/Anadyr"},
	"SE": {"Sweden", se.Holidays, "Europe/Stockholm"},
	"SI": {"Slovenia", si.Holidays, "Europe/Ljubljana"},
	"SK": {"Slovakia", sk.Holidays, "Europe/Bratislava"},
	"UA": {"Ukraine", ua.Holidays,
		"Europe/Simferopol Europe/Kyiv Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye"},
	"US": {"the United States", us.Holidays,
		"America/New_York America/Detroit America/Kentucky/Louisville America/Kentucky/Monticello " +
			"America/Indiana/Indianapolis America/Indiana/Vincennes America/Indiana/Winamac America/Indiana/Marengo " +
			"America/Indiana/Petersburg America/Indiana/Vevay America/Chicago America/Indiana/Tell_City " +
			"America/Indiana/Knox America/Menominee America/North_Dakota/Center America/North_Dakota/New_Salem " +
			"America/North_Dakota/Beulah America/Denver America/Boise America/Phoenix America/Los_Angeles America/Anchorage " +
			"America/Juneau America/Sitka America/Metlakatla America/Yakutat America/Nome America/Adak Pacific/Honolulu " +
			"America/Atka America/Fort_Wayne America/Indianapolis America/Knox_IN America/Louisville America/Shiprock " +
			"US/Alaska US/Aleutian US/Arizona US/Central US/East-Indiana US/Eastern US/Hawaii US/Indiana-Starke US/Michigan " +
			"US/Mountain US/Pacific"},
	"ZA": {"South Africa", za.Holidays, "Africa/Johannesburg"},

	"AU-ACT": {"the Capital Territory, Australia", au.HolidaysACT, "Australia/ACT Australia/Canberra"},
	"AU-NSW": {"New South Wales, Australia", au.HolidaysNSW, "Australia/Sydney Australia/NSW Australia/Lord_Howe Australia/LHI Australia/Broken_Hill Australia/Yancowinna"},
	"AU-NT":  {"the Northern Territory, Australia", au.HolidaysNT, "Australia/Darwin Australia/North"},
	"AU-QLD": {"Queensland, Australia", au.HolidaysQLD, "Australia/Brisbane Australia/Lindeman Australia/Queensland"},
	"AU-SA":  {"South Australia, Australia", au.HolidaysSA, "Australia/Adelaide Australia/South"},
	"AU-TAS": {"Tasmania, Australia", au.HolidaysTAS, "Australia/Hobart Australia/Currie Australia/Tasmania Antarctica/Macquarie"},
	"AU-VIC": {"Victoria, Australia", au.HolidaysVIC, "Australia/Melbourne Australia/Victoria"},
	"AU-WA":  {"Western Australia, Australia", au.HolidaysWA, "Australia/Perth Australia/Eucla Australia/West"},

	"DE-BB": {"Brandenburg, Germany", de.HolidaysBB, ""},
	"DE-BE": {"Berlin, Germany", de.HolidaysBE, ""},
	"DE-BW": {"Baden-Württemberg, Germany", de.HolidaysBW, ""},
	"DE-BY": {"Bavaria, Germany", de.HolidaysBY, ""},
	"DE-HB": {"Bremen, Germany", de.HolidaysHB, ""},
	"DE-HE": {"Hesse, Germany", de.HolidaysHE, ""},
	"DE-HH": {"Hamburg, Germany", de.HolidaysHH, ""},
	"DE-MV": {"Mecklenburg-Vorpommern, Germany", de.HolidaysMV, ""},
	"DE-NI": {"Lower Saxony, Germany", de.HolidaysNI, ""},
	"DE-NW": {"North Rhine-Westphalia, Germany", de.HolidaysNW, ""},
	"DE-RP": {"Rhineland-Palatinate, Germany", de.HolidaysRP, ""},
	"DE-SH": {"Schleswig-Holstein, Germany", de.HolidaysSH, ""},
	"DE-SL": {"Saarland, Germany", de.HolidaysSL, ""},
	"DE-SN": {"Saxony, Germany", de.HolidaysSN, ""},
	"DE-ST": {"Saxony-Anhalt, Germany", de.HolidaysST, ""},
	"DE-TH": {"Thuringia, Germany", de.HolidaysTH, ""},
}

// argentine are the days of the library, which has the Thursday before Easter as the Friday, with that Friday.
var argentine = append([]*cal.Holiday{aa.GoodFriday}, ar.Holidays...)

// swiss are the days that are off in nearly all cantons: the library lists with them those of a few.
var swiss = []*cal.Holiday{ch.Neujahr, ch.Karfreitag, ch.Ostermontag, ch.Auffahrt, ch.Pfingstmontag, ch.Bundesfeiertag,
	ch.Weihnachtstag, ch.ZweiterWeihnachtsfeiertag}

// zoneCountry are the countries by their zones.
var zoneCountry = sync.OnceValue(func() map[string]string {
	of := map[string]string{}
	for code, c := range countries {
		for _, zone := range strings.Fields(c.zones) {
			of[zone] = code
		}
	}
	return of
})

// Weeks that are not Monday to Friday.
const (
	sundayToThursday    ritual.Weekdays = 1<<time.Sunday | 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday
	sundayToFriday                      = sundayToThursday | 1<<time.Friday
	saturdayToThursday                  = sundayToThursday | 1<<time.Saturday
	saturdayToWednesday                 = saturdayToThursday &^ (1 << time.Thursday)
)

// weeks are the zones of the countries whose weekend is not Saturday and Sunday: weekData in the supplemental data of
// CLDR. Nepal works on Sundays, though CLDR does not say so. Where CLDR has a weekend of Sunday alone, in India and Uganda, most
// offices are closed on Saturdays: nobody is to be woken by a guess.
var weeks = []struct {
	days  ritual.Weekdays
	zones string
}{
	{saturdayToWednesday, "Asia/Kabul"},
	{saturdayToThursday, "Asia/Tehran"},
	{sundayToThursday, "Asia/Bahrain Africa/Algiers Africa/Cairo Asia/Jerusalem Asia/Tel_Aviv Asia/Baghdad Asia/Amman Asia/Kuwait " +
		"Africa/Tripoli Asia/Muscat Asia/Qatar Asia/Riyadh Africa/Khartoum Asia/Damascus Asia/Aden"},
	{sundayToFriday, "Asia/Kathmandu Asia/Katmandu"},
}

// zoneWeek are the working days by zone.
var zoneWeek = sync.OnceValue(func() map[string]ritual.Weekdays {
	of := map[string]ritual.Weekdays{}
	for _, w := range weeks {
		for _, zone := range strings.Fields(w.zones) {
			of[zone] = w.days
		}
	}
	return of
})
