import JSON
import Testing

@Test func roundTripsEveryKindOfValue() throws {
    let text = #"{"a":[1,-2.5,1e16,"é\n",true,null,{}],"b":18446744073709551615,"c":1e-6,"d":0.00001,"e":-0.0,"f":1000000000000000.0}"#
    #expect(try JSONValue(parsing: text).serialized == text)
}
