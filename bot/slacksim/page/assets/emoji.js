// emoji.js knows the common emoji by Slack's short names.

const table = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|handshake 🤝|muscle 💪|point_right 👉|point_left 👈|point_up 👆|point_down 👇
raised_hand ✋|v ✌️|crossed_fingers 🤞|writing_hand ✍️|eyes 👀|smile 😄|smiley 😃|grinning 😀|grin 😁|laughing 😆|joy 😂|rolling_on_the_floor_laughing 🤣|slightly_smiling_face 🙂
upside_down_face 🙃|wink 😉|blush 😊|innocent 😇|heart_eyes 😍|star-struck 🤩|kissing_heart 😘|yum 😋|thinking_face 🤔|neutral_face 😐|expressionless 😑|smirk 😏|unamused 😒
face_with_rolling_eyes 🙄|grimacing 😬|relieved 😌|pensive 😔|sleeping 😴|mask 😷|face_with_thermometer 🤒|face_with_head_bandage 🤕|nauseated_face 🤢|sneezing_face 🤧|exploding_head 🤯
sunglasses 😎|nerd_face 🤓|confused 😕|worried 😟|slightly_frowning_face 🙁|open_mouth 😮|astonished 😲|flushed 😳|cry 😢|sob 😭|scream 😱|disappointed 😞|sweat 😓|sweat_smile 😅
weary 😩|tired_face 😫|angry 😠|rage 😡|skull 💀|robot_face 🤖|ghost 👻|poop 💩|hugging_face 🤗|saluting_face 🫡|face_palm 🤦|shrug 🤷
heart ❤️|orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|broken_heart 💔|sparkling_heart 💖|100 💯|boom 💥|fire 🔥|sparkles ✨|star ⭐|star2 🌟|dizzy 💫|zap ⚡|rainbow 🌈
tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal 🏅|first_place_medal 🥇|dart 🎯|crown 👑|gem 💎
bulb 💡|bell 🔔|no_bell 🔕|mega 📣|loudspeaker 📢|speech_balloon 💬|thought_balloon 💭|envelope ✉️|email 📧|inbox_tray 📥|outbox_tray 📤|package 📦|bookmark 🔖|label 🏷️|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍
memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|calendar 📆|date 📅|spiral_calendar_pad 🗓️|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|file_folder 📁|open_file_folder 📂|page_facing_up 📄|books 📚|book 📖|newspaper 📰|scroll 📜
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|rotating_light 🚨|question ❓|grey_question ❔|exclamation ❗|bangbang ‼️|information_source ℹ️
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_yellow_square 🟨|large_red_square 🟥|white_large_square ⬜|black_large_square ⬛
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_upper_right ↗️|leftwards_arrow_with_hook ↩️|arrows_counterclockwise 🔄|repeat 🔁|fast_forward ⏩|arrow_forward ▶️|heavy_plus_sign ➕|heavy_minus_sign ➖|recycle ♻️
hourglass ⌛|hourglass_flowing_sand ⏳|watch ⌚|alarm_clock ⏰|stopwatch ⏱️|clock9 🕘|clock3 🕒|zzz 💤|sunny ☀️|sunrise 🌅|partly_sunny ⛅|cloud ☁️|umbrella ☔|snowflake ❄️|moon 🌙|earth_africa 🌍
palm_tree 🌴|evergreen_tree 🌲|seedling 🌱|herb 🌿|four_leaf_clover 🍀|sunflower 🌻|rose 🌹|coffee ☕|tea 🍵|beer 🍺|beers 🍻|clinking_glasses 🥂|pizza 🍕|cake 🍰|birthday 🎂|cookie 🍪|apple 🍎
rocket 🚀|airplane ✈️|car 🚗|bus 🚌|train 🚆|bike 🚲|ship 🚢|house 🏠|house_with_garden 🏡|office 🏢|hospital 🏥|school 🏫|construction 🚧|checkered_flag 🏁|triangular_flag_on_post 🚩
computer 💻|desktop_computer 🖥️|keyboard ⌨️|iphone 📱|telephone ☎️|battery 🔋|electric_plug 🔌|floppy_disk 💾|camera 📷|movie_camera 🎥|tv 📺|mag 🔍|mag_right 🔎|key 🔑|lock 🔒|unlock 🔓|shield 🛡️|hammer 🔨|wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️|toolbox 🧰|test_tube 🧪|bug 🐛|ladybug 🐞|jigsaw 🧩|art 🎨|musical_note 🎵|headphones 🎧|microphone 🎤
moneybag 💰|dollar 💵|credit_card 💳|briefcase 💼|shopping_trolley 🛒|ticket 🎫|bust_in_silhouette 👤|busts_in_silhouette 👥|technologist 🧑‍💻|detective 🕵️|family 👪|baby 👶|dog 🐶|cat 🐱|turtle 🐢|rabbit 🐰|snail 🐌|unicorn_face 🦄|bee 🐝|butterfly 🦋|owl 🦉|penguin 🐧
zero 0️⃣|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|new 🆕|sos 🆘|ok 🆗|up 🆙|cool 🆒|free 🆓|thread 🧵|compass 🧭|world_map 🗺️|mountain 🏔️|ballot_box 🗳️|scales ⚖️|bust 🗿|crystal_ball 🔮|game_die 🎲|soon 🔜|end 🔚
`;

const emoji = new Map(
  table
    .trim()
    .split(/[\n|]/)
    .map((entry) => entry.split(" ")),
);

// unicode is the emoji of a short name, undefined when this page does not know it.
export function unicode(name) {
  return emoji.get(name.replace(/::skin-tone-\d$/, ""));
}

// names are those that start with a prefix, for completion.
export function names(prefix, limit = 8) {
  return [...emoji.keys()].filter((n) => n.startsWith(prefix)).slice(0, limit);
}

// quick are the reactions offered first.
export const quick = [
  "bulb",
  "+1",
  "eyes",
  "white_check_mark",
  "heart",
  "tada",
  "pray",
  "joy",
  "thinking_face",
  "rocket",
  "raised_hands",
  "fire",
  "100",
  "wave",
  "memo",
  "x",
];

// pattern finds short names in text.
export const pattern = /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/g;
