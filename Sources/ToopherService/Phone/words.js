// The words that fingerprints are made of. The list and its order are part of the protocol.

export const words = `
acorn almond anchor apple apricot arch artist atlas attic avocado badger bagel bakery balcony
balloon banana banjo barley barn basket bay beach beacon beaver bell bicycle biscuit blanket blossom
boat bonnet book bottle boulder bowl bracelet branch bread bridge broccoli broom brush bucket
buffalo bugle button cabbage cabin cactus cake camel camera campfire canal candle canoe canvas
canyon caravan carpet carrot cart castle cedar cello chair chalk cheese cherry chess chimney cinema
circle clarinet cliff clock coast cocoa coconut collar comet compass cookie corner cottage cove
cradle crane crayon cricket crocus crown cucumber cup cupboard curtain cushion cyclist daffodil
dancer desert desk diamond diary dolphin donkey door dragonfly drawer drum duck dune eagle easel
echo elbow elephant elm engine envelope evening falcon feather fern fiddle field fig finch fjord
flame flamingo flask flower flute fork fountain fox frog galaxy garden garlic gate gazelle geyser
giraffe glacier globe goose grape grove guitar hamlet hammock hamster harbour hat hawk hazelnut
hedge helmet hen herb heron hill hive horizon horse iceberg igloo inkwell iris jacket jar jasmine
jigsaw juniper kayak kettle key kitchen kite kitten kiwi koala ladder lagoon lamp lantern lark
laurel lemur lettuce library lighthouse lily lime lion lizard llama lobster locket lotus lynx magnet
magpie mailbox mandolin map marigold market marmot meadow melody melon mirror mole monsoon moon
morning mosaic moth muffin mug mushroom napkin nectarine needle notebook nutmeg oak oasis ocean
octopus onion opera orchard orchid organ ostrich otter oyster page palace pancake panda panther
papaya parade parcel parsley pasta path peacock pear pebble pelican pencil penguin petal piano
picnic pie pigeon pillow planet plate plaza poem pony poppy postcard potato prairie prism puddle
pumpkin puppet puzzle pyramid quail quartz quill rabbit raccoon radish raft railway rain rainbow
raven reef ribbon ring river road robin roof rope rowboat saddle sail salad salmon sandal sandwich
satchel saxophone scarf school seal seed shelf ship shoe shovel skate sketch slipper sock soup
sparrow spinach spoon spruce squirrel stadium star statue stone stool stork straw stream street
summit sunrise sunset swallow swan sweater tadpole tailor tangerine teacup teapot telescope temple
tent theatre thimble thistle thunder ticket tiger tomato tortoise toucan tower town tram trolley
trombone trout truffle trumpet tulip tunnel turnip turtle umbrella valley vase vest viaduct village
viola violin volcano voyage waffle waggon walrus waltz watch waterfall wheat wheel window wolf
woodland workshop wreath wren yacht yard yoghurt zebra zeppelin
`.trim().split(/\s+/);
